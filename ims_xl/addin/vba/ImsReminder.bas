Attribute VB_Name = "ImsReminder"
' When an IMS workbook is opened: goes on with work that was left, and reminds of old portal data.
' No Python is started before the answer is Yes.
Option Explicit

Private waiting As String ' names of workbooks that were just opened, each behind a bar, which no name can hold

Public Sub ImsOpened(ByVal book As Workbook)
    ' The questions come when Excel has finished opening.
    If Not ImsIsOurs(book) Then Exit Sub
    If waiting = "" Then Application.OnTime Now + TimeSerial(0, 0, 1), "'" & ThisWorkbook.Name & "'!ImsWelcome"
    waiting = waiting & "|" & book.Name
End Sub

Public Sub ImsWelcome()
    Dim names() As String, position As Long, book As Workbook
    names = Split(Mid$(waiting, 2), "|")
    waiting = ""
    For position = LBound(names) To UBound(names)
        For Each book In Application.Workbooks
            If book.Name = names(position) And Not ImsIsWorking() Then Welcome ImsFacts(book), names(position)
        Next book
    Next position
End Sub

Private Sub Welcome(ByVal facts As String, ByVal book As String)
    Dim state As String
    state = ImsRead("progress.json")
    If state <> "" And ImsValue(state, "book_id") = ImsValue(facts, "book_id") Then
        If ImsValue(state, "state") <> "running" Then
            ' What it got lies in the store, so No loses nothing: the next button writes it too.
            If Not ImsConfirm(ImsValue(state, "label") & " of " & book & " has ended: " & ImsValue(state, "message") & _
                vbLf & vbLf & "Write what came of it into the sheets now?") Then Exit Sub
        End If
        ImsFollow ImsValue(state, "job"), ImsValue(state, "label"), book
    ElseIf ImsIsOld(facts, Now) Then
        Remind facts, book
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

Private Sub Remind(ByVal facts As String, ByVal book As String)
    Dim id As String, file As String, today As String, at As String
    id = ImsValue(facts, "book_id")
    ' The name of a file is made of it, and the workbook may come from anywhere.
    If Len(id) <> 32 Or id Like "*[!0-9a-f]*" Then Exit Sub
    file = "asked-" & id & ".txt"
    today = Format$(Now, "yyyy\-mm\-dd")
    If ImsRead(file) = today Then Exit Sub
    at = ImsValue(facts, "portal_at")
    If ImsConfirm("The portal data in " & book & " is of " & Mid$(at, 9, 2) & "-" & Mid$(at, 6, 2) & "-" & Mid$(at, 1, 4) & _
        "." & vbLf & vbLf & ImsReminderQuestion()) Then
        Application.Workbooks(book).Activate
        ImsReminderYes
    Else
        ImsWrite file, today
    End If
End Sub
