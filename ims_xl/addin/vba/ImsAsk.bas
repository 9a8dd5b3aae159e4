Attribute VB_Name = "ImsAsk"
' What is asked before Python is called. Every question can be cancelled; then nothing happens.
Option Explicit
Option Private Module

Private Const HANDED As String = "typed"
Private Const TITLE As String = "IMS"
Private Const PROMPT_LENGTH As Long = 255 ' what Excel's InputBox takes

Public Function ImsTyped() As String
    ' The file that holds a secret for a moment.
    ImsTyped = ImsOwn(HANDED)
End Function

Public Function ImsSay(ByVal text As String, Optional ByVal heading As String = TITLE, _
    Optional ByVal style As Long = vbInformation) As Long
    ImsSay = ImsShow(text, style, heading)
End Function

Public Function ImsConfirm(ByVal question As String) As Boolean
    ImsConfirm = (ImsSay(question, TITLE, vbQuestion + vbYesNo) = vbYes)
End Function

Public Function ImsAsked(ByVal ask As String, ByRef literal As String) As Boolean
    ' Asks "kind|prompt|detail|default"; `literal` becomes the answer for Python, of a secret None. False: cancelled.
    Dim parts() As String
    parts = Split(ask & "|||", "|")
    literal = ""
    Select Case parts(0)
        Case "confirm": ImsAsked = ImsConfirm(parts(1))
        Case "tolerance": ImsAsked = Tolerance(parts(1), literal)
        Case "otp": ImsAsked = Digits(parts(1), literal)
        Case "secret": ImsAsked = Secret(parts(1), literal)
        Case "text": ImsAsked = OneLine(parts(1), parts(3), literal)
        Case "choice": ImsAsked = Choice(parts(1), parts(2), literal)
        Case "files": ImsAsked = Opened(parts(1), parts(2), True, literal)
        Case "file": ImsAsked = Opened(parts(1), parts(2), False, literal)
        Case "save": ImsAsked = Saved(parts(1), parts(2), parts(3), literal)
    End Select
End Function

Private Function Typed(ByVal prompt As String, ByVal suggestion As String, ByRef answer As String) As Boolean
    Dim given As Variant
    given = Application.InputBox(Left$(prompt, PROMPT_LENGTH), TITLE, suggestion, Type:=2)
    If VarType(given) = vbBoolean Then Exit Function
    answer = Trim$(CStr(given))
    Typed = True
End Function

Private Function OneLine(ByVal prompt As String, ByVal suggestion As String, ByRef literal As String) As Boolean
    Dim answer As String
    If Not Typed(prompt, suggestion, answer) Then Exit Function
    literal = ImsLiteral(answer)
    OneLine = True
End Function

Private Function Digits(ByVal prompt As String, ByRef literal As String) As Boolean
    Dim answer As String
    Do
        If Not Typed(prompt, "", answer) Then Exit Function
        If answer Like "######" Then Exit Do
        ImsSay "An OTP has six digits."
    Loop
    Hand answer, literal
    Digits = True
End Function

Private Function Secret(ByVal prompt As String, ByRef literal As String) As Boolean
    Dim answer As String
    If Not Typed(prompt, "", answer) Then Exit Function
    Hand answer, literal
    Secret = True
End Function

Private Sub Hand(ByVal answer As String, ByRef literal As String)
    ' It is not kept with the other answers, which are sent again with every question that follows. Python deletes the
    ' file when it has read it.
    ImsWrite ImsTyped(), ImsLiteral(answer)
    literal = "None"
End Sub

Private Function Tolerance(ByVal prompt As String, ByRef literal As String) As Boolean
    Dim answer As String, suggestion As String
    suggestion = SettingOf(ActiveWorkbook, "Tolerance, taxable value")
    If suggestion = "" Then suggestion = "1.00"
    Do
        If Not Typed(prompt, suggestion, answer) Then Exit Function
        answer = Trim$(Replace(Replace(answer, ",", ""), ChrW(8377), "")) ' with the rupee sign or without
        If answer = "" Or answer = suggestion Then
            literal = "None"
            Exit Do
        End If
        If Not answer Like "*[!0-9.]*" And answer Like "*#*" And Len(answer) - Len(Replace(answer, ".", "")) <= 1 Then
            literal = Trim$(Str$(Val(answer)))
            Exit Do
        End If
        ImsSay "Write an amount in rupees, for example 1.00."
    Loop
    Tolerance = True
End Function

Private Function SettingOf(ByVal book As Workbook, ByVal label As String) As String
    ' The value beside a label in the table ims_Settings, wherever it now stands.
    Dim sheet As Worksheet, table As ListObject, row As Long
    For Each sheet In book.Worksheets
        For Each table In sheet.ListObjects
            If table.Name = "ims_Settings" Then
                For row = 1 To table.ListRows.Count
                    If CStr(table.DataBodyRange.Cells(row, 1).Value) = label Then
                        SettingOf = Amount(table.DataBodyRange.Cells(row, 2).Value)
                        Exit Function
                    End If
                Next row
            End If
        Next table
    Next sheet
End Function

Private Function Amount(ByVal value As Variant) As String
    If IsNumeric(value) And Not IsEmpty(value) Then Amount = Replace(Format$(CDbl(value), "0.00"), ",", ".")
End Function

Private Function Choice(ByVal prompt As String, ByVal choices As String, ByRef literal As String) As Boolean
    Dim options() As String, position As Long, text As String, answer As String
    options = Split(choices, ";")
    text = prompt
    For position = 0 To UBound(options)
        text = text & vbLf & CStr(position + 1) & "  " & options(position)
    Next position
    Do
        If Not Typed(text, "1", answer) Then Exit Function
        If answer Like "#" Or answer Like "##" Then
            If CLng(answer) >= 1 And CLng(answer) <= UBound(options) + 1 Then Exit Do
        End If
        ImsSay "Type the number of your choice."
    Loop
    literal = ImsLiteral(options(CLng(answer) - 1))
    Choice = True
End Function

Private Function Opened(ByVal prompt As String, ByVal filter As String, ByVal several As Boolean, _
    ByRef literal As String) As Boolean
    Dim given As Variant, position As Long
    #If Mac Then
        given = Application.GetOpenFilename(Title:=prompt, MultiSelect:=several)
    #Else
        given = Application.GetOpenFilename(filter, 1, prompt, , several)
    #End If
    If VarType(given) = vbBoolean Then Exit Function
    If IsArray(given) Then
        For position = LBound(given) To UBound(given)
            If literal <> "" Then literal = literal & ", "
            literal = literal & ImsLiteral(CStr(given(position)))
        Next position
    Else
        literal = ImsLiteral(CStr(given))
    End If
    If several Then literal = "[" & literal & "]"
    Opened = True
End Function

Private Function Saved(ByVal prompt As String, ByVal filter As String, ByVal suggestion As String, _
    ByRef literal As String) As Boolean
    Dim given As Variant
    #If Mac Then
        given = Application.GetSaveAsFilename(suggestion, Title:=prompt)
    #Else
        given = Application.GetSaveAsFilename(suggestion, filter, 1, prompt)
    #End If
    If VarType(given) = vbBoolean Then Exit Function
    literal = ImsLiteral(CStr(given))
    Saved = True
End Function
