Attribute VB_Name = "ImsBooks"
' The workbooks of known companies. Python keeps the list in the user's profile, a workbook a line, in the order shown;
' only a path of that list is opened.
Option Explicit
Option Private Module

Private Const LIST As String = "companies.jsonl"
Private Const NAMESPACE As String = "http://schemas.microsoft.com/office/2009/07/customui"
Private Const BY_USER As Long = 2 ' msoAutomationSecurityByUI

Public Function ImsBooksMenu(ByVal action As String) As String
    ' A menu for each company, its newest month first; a click calls `action` with the workbook's number as tag.
    Dim item As Variant, company As String, last As String, number As Long, out As String
    For Each item In Lines()
        company = ImsValue(item, "gstin") & ImsValue(item, "sandbox")
        If company <> last Then
            If last <> "" Then out = out & "</menu>"
            out = out & "<menu id=""ims_company_" & CStr(number) & """ label=""" & Label(Heading(item)) & """>"
            last = company
        End If
        out = out & "<button id=""ims_book_" & CStr(number) & """ label=""" & Label(Entry(item)) & """ screentip=""" & _
            ImsXml(Left$(ImsValue(item, "path"), 1000)) & """ tag=""" & ImsXml(ImsValue(item, "book_id")) & _
            """ onAction=""" & action & """/>"
        number = number + 1
    Next item
    If number = 0 Then
        out = "<button id=""ims_book_none"" enabled=""false"" label=""" & _
            Label("No workbook yet. New workbook makes one; one you open is listed at its first button.") & """/>"
    Else
        out = out & "</menu>"
    End If
    ImsBooksMenu = "<menu xmlns=""" & NAMESPACE & """>" & out & "</menu>"
End Function

Public Sub ImsBooksOpen(ByVal number As String)
    ' Opens a workbook of the list, or goes to it; one whose file is gone is taken off the list.
    Dim item As Variant, path As String, book As Workbook
    For Each item In Lines()
        If ImsValue(item, "book_id") = number Then path = ImsValue(item, "path"): Exit For
    Next item
    If path = "" Then Exit Sub
    For Each book In Application.Workbooks
        If StrComp(book.FullName, path, vbTextCompare) = 0 Then
            book.Activate
            Exit Sub
        End If
    Next book
    If ImsIsThere(path) Then
        ImsOpenFile path
    Else
        ImsWrite LIST, Replace(ImsRead(LIST), item & vbLf, "")
        ImsSay path & vbLf & vbLf & "This workbook is not there any more, and is off the list now. If it was moved, open " & _
            "it with File, Open; with the next click on the IMS tab it is on the list again.", "IMS", vbExclamation
    End If
End Sub

Public Sub ImsOpenFile(ByVal path As String)
    ' What a macro opens would run its own macros unasked; so it is opened as if by hand. Where Excel cannot be told
    ' so, on a Mac, only what holds no macros is opened.
    Dim problem As String
    #If Mac Then
        On Error Resume Next
        If LCase$(path) Like "*.xlsx" Then Workbooks.Open path Else problem = "It may hold macros."
        If Err.Number <> 0 Then problem = Err.Description
    #Else
        Dim security As Long
        security = Application.AutomationSecurity
        Application.AutomationSecurity = BY_USER
        On Error Resume Next
        Workbooks.Open path
        problem = Err.Description
        Application.AutomationSecurity = security
    #End If
    If problem <> "" Then ImsSay path & vbLf & vbLf & "This workbook could not be opened: " & problem & vbLf & _
        "Close a workbook of the same name from another folder, or try File, Open.", "IMS", vbExclamation
End Sub

Private Function Lines() As Collection
    Dim item As Variant
    Set Lines = New Collection
    For Each item In Split(ImsRead(LIST), vbLf)
        If ImsValue(item, "path") <> "" And ImsValue(item, "book_id") <> "" Then Lines.Add item
    Next item
End Function

Private Function Heading(ByVal item As String) As String
    Heading = ImsValue(item, "name")
    If Heading <> "" Then Heading = Heading & "  "
    Heading = Heading & ImsValue(item, "gstin")
    If ImsValue(item, "sandbox") = "true" Then Heading = "SANDBOX  " & Heading
End Function

Private Function Entry(ByVal item As String) As String
    Dim path As String
    path = Replace(ImsValue(item, "path"), "\", "/")
    Entry = ImsValue(item, "month") & "  " & Mid$(path, InStrRev(path, "/") + 1)
    If ImsValue(item, "sandbox") = "true" Then Entry = Entry & "  SANDBOX"
End Function

Private Function Label(ByVal text As String) As String
    ' In a label a single & would underline the letter behind it.
    Label = ImsXml(Replace(text, "&", "&&"))
End Function
