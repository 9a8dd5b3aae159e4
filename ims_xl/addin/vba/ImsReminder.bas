Attribute VB_Name = "ImsReminder"
' When an IMS workbook is opened: goes on with work that was left, and reminds of old portal data.
' No Python is started before the answer is Yes.
Option Explicit

Private waiting As String

Public Sub ImsOpened(ByVal book As Workbook)
    ' The question comes when Excel has finished opening.
    If Not ImsIsOurs(book) Then Exit Sub
    waiting = book.Name
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & ThisWorkbook.Name & "'!ImsWelcome"
End Sub

Public Sub ImsWelcome()
    Dim book As Workbook, facts As String, state As String
    For Each book In Application.Workbooks
        If book.Name = waiting Then facts = ImsFacts(book)
    Next book
    waiting = ""
    If facts = "" Or ImsIsWorking() Then Exit Sub
    state = ImsRead("progress.json")
    If state <> "" And ImsValue(state, "book_id") = ImsValue(facts, "book_id") Then
        ImsFollow ImsValue(state, "job"), ImsValue(state, "label"), book.Name
    ElseIf ImsIsOld(facts, Now) Then
        Remind facts
    End If
End Sub

Public Function ImsIsOld(ByVal facts As String, ByVal moment As Date) As Boolean
    ' Whether the portal data is as old as the setting says; a setting of 0 days, or no data yet, is never old.
    Dim at As String, days As Double
    at = ImsValue(facts, "portal_at")
    days = Val(ImsValue(facts, "remind_days"))
    If days <= 0 Or Not at Like "####-##-## ##:##:##" Then Exit Function
    ImsIsOld = (moment - AsDate(at) >= days)
End Function

Private Function AsDate(ByVal at As String) As Date
    AsDate = DateSerial(CLng(Mid$(at, 1, 4)), CLng(Mid$(at, 6, 2)), CLng(Mid$(at, 9, 2))) + _
        TimeSerial(CLng(Mid$(at, 12, 2)), CLng(Mid$(at, 15, 2)), CLng(Mid$(at, 18, 2)))
End Function

Private Sub Remind(ByVal facts As String)
    Dim book As String, file As String, today As String, at As String
    book = ImsValue(facts, "book_id")
    ' The name of a file is made of it, and the workbook may come from anywhere.
    If Len(book) <> 32 Or book Like "*[!0-9a-f]*" Then Exit Sub
    file = "asked-" & book & ".txt"
    today = Format$(Now, "yyyy\-mm\-dd")
    If ImsRead(file) = today Then Exit Sub
    at = ImsValue(facts, "portal_at")
    If ImsConfirm("The portal data in this workbook is of " & Mid$(at, 9, 2) & "-" & Mid$(at, 6, 2) & "-" & Mid$(at, 1, 4) & _
        "." & vbLf & vbLf & ImsReminderQuestion()) Then
        ImsReminderYes
    Else
        ImsWrite file, today
    End If
End Sub
