Attribute VB_Name = "ImsText"
' Text between VBA and Python: Python literals out, JSON values in. All of it is ASCII on the way.
Option Explicit
Option Private Module

Private Const PLAIN As String = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-.,:;/()"
Private Const OTHER As String = "*[!A-Za-z0-9 _.,:;/()-]*" ' as a pattern: something that is not plain
Private Const HIGH As Long = 55296 ' first of the 1,024 first halves of a character beyond 16 bits
Private Const LOW As Long = 56320 ' first of the 1,024 second halves

Public Function ImsLiteral(ByVal text As String) As String
    ' A Python string literal without quotes, backslashes, line ends, percent signs or non-ASCII characters inside,
    ' so that neither the command line nor Python can take a part of it for something else.
    Dim position As Long, code As Long, out As String, letter As String
    If Not text Like OTHER Then
        ImsLiteral = "'" & text & "'"
        Exit Function
    End If
    position = 1
    Do While position <= Len(text)
        letter = Mid$(text, position, 1)
        If InStr(1, PLAIN, letter, vbBinaryCompare) > 0 Then
            out = out & letter
            position = position + 1
        Else
            code = CodePoint(text, position)
            If code > 65535 Then
                out = out & "\U" & Right$("0000" & Hex$(code), 8)
            Else
                out = out & "\u" & Right$("000" & Hex$(code), 4)
            End If
        End If
    Loop
    ImsLiteral = "'" & out & "'"
End Function

Public Function ImsXml(ByVal text As String) As String
    ' The value of an XML attribute: all but plain letters as numbers; what XML has no number for as a space.
    Dim position As Long, code As Long, out As String, letter As String
    position = 1
    Do While position <= Len(text)
        letter = Mid$(text, position, 1)
        code = CodePoint(text, position)
        If InStr(1, PLAIN, letter, vbBinaryCompare) > 0 Then
            out = out & letter
        ElseIf code < 32 Or (code >= HIGH And code < LOW + 1024) Or code = 65534 Or code = 65535 Then
            out = out & " "
        Else
            out = out & "&#" & CStr(code) & ";"
        End If
    Loop
    ImsXml = out
End Function

Private Function CodePoint(ByVal text As String, ByRef position As Long) As Long
    ' The character at a position, made of two halves or not; the position moves behind it.
    Dim following As Long
    CodePoint = Unit(text, position)
    following = Unit(text, position + 1)
    If CodePoint >= HIGH And CodePoint < LOW And following >= LOW And following < LOW + 1024 Then
        CodePoint = 65536 + (CodePoint - HIGH) * 1024 + following - LOW
        position = position + 1
    End If
    position = position + 1
End Function

Private Function Unit(ByVal text As String, ByVal position As Long) As Long
    ' A UTF-16 unit as a number from 0; AscW gives half of them as negative.
    If position <= Len(text) Then Unit = AscW(Mid$(text, position, 1))
    If Unit < 0 Then Unit = Unit + 65536
End Function

Public Function ImsIsLiterals(ByVal arguments As String) As Boolean
    ' Whether a text is nothing but Python literals as ImsLiteral writes them, numbers, None and lists of these.
    Dim position As Long, letter As String, inside As Boolean
    For position = 1 To Len(arguments)
        letter = Mid$(arguments, position, 1)
        If letter = "'" Then
            inside = Not inside
        ElseIf inside Then
            If letter <> "\" And InStr(1, PLAIN, letter, vbBinaryCompare) = 0 Then Exit Function
        ElseIf Mid$(arguments, position, 4) = "None" Then
            position = position + 3
        ElseIf InStr("0123456789., []", letter) = 0 Then
            Exit Function
        End If
    Next position
    ImsIsLiterals = Not inside
End Function

Public Function ImsValue(ByVal json As String, ByVal key As String) As String
    ' The text, number or truth that a JSON object holds under a key; "" when there is none.
    Dim start As Long, finish As Long
    start = InStr(1, json, """" & key & """:", vbBinaryCompare)
    If start = 0 Then Exit Function
    start = start + Len(key) + 3
    Do While Mid$(json, start, 1) = " "
        start = start + 1
    Loop
    If Mid$(json, start, 1) = """" Then
        finish = start + 1
        Do While finish <= Len(json) And Mid$(json, finish, 1) <> """"
            finish = finish + IIf(Mid$(json, finish, 1) = "\", 2, 1)
        Loop
        ImsValue = ImsUnescaped(Mid$(json, start + 1, finish - start - 1))
        Exit Function
    End If
    finish = start
    Do While finish <= Len(json) And InStr(",}] " & vbCr & vbLf, Mid$(json, finish, 1)) = 0
        finish = finish + 1
    Loop
    ImsValue = Mid$(json, start, finish - start)
    If ImsValue = "null" Then ImsValue = ""
End Function

Public Function ImsUnescaped(ByVal text As String) As String
    ' What stands between the quotes of a JSON string.
    Dim at As Long, from As Long, letter As String
    from = 1
    at = InStr(text, "\")
    Do While at > 0
        letter = Mid$(text, at + 1, 1)
        ImsUnescaped = ImsUnescaped & Mid$(text, from, at - from)
        from = at + 2
        Select Case letter
            Case "n": letter = vbLf
            Case "r": letter = vbCr
            Case "t": letter = vbTab
            Case "b": letter = ChrW(8)
            Case "f": letter = ChrW(12)
            Case "u"
                letter = ChrW(CLng("&H" & Mid$(text, at + 2, 4)))
                from = at + 6
        End Select
        ImsUnescaped = ImsUnescaped & letter
        at = InStr(from, text, "\")
    Loop
    ImsUnescaped = ImsUnescaped & Mid$(text, from)
End Function
