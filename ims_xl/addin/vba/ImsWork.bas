Attribute VB_Name = "ImsWork"
' One piece of work at a time: short work is called and answers with a message; long work is done by a detached
' Python, whose progress file is looked at every two seconds, so that Excel stays free.
Option Explicit

Private Const ANSWER As String = "result"
Private Const PROGRESS As String = "progress.json"
Private Const CANCEL As String = "cancel"
Private Const MAC_SECONDS As Long = 600
Private Const SILENT_SECONDS As Long = 300

Private ribbon As IRibbonUI
Private phase As String ' "" nothing, "ask" a question is open, "call" an answer is due, "start" the answer of a start, "work" the worker runs
Private job As String
Private label As String
Private arguments As String
Private bookName As String
Private bookId As String
Private isLong As Boolean
Private watching As Boolean ' the answer that is due is that of `finish`
Private shown As String
Private since As Date
Private due As Date

Public Sub ImsLoaded(ui As IRibbonUI)
    Set ribbon = ui
End Sub

Public Function ImsIsWorking() As Boolean
    ImsIsWorking = (phase <> "")
End Function

Public Sub ImsClick(ByVal name As String, ByVal caption As String, ByVal needs As String, ByVal work As String, _
    ParamArray asks() As Variant)
    ' A button: asks what it must, calls Python with the answers, shows what came of it.
    Dim position As Long, literal As String, given As String, front As String, id As String
    If phase = "ask" Then Exit Sub ' its box waits; Excel's windows may take clicks behind it
    If phase <> "" Then
        If due = 0 Then Again 1 ' Excel was about to close, and stayed
        ImsSay Named() & " is still running. Wait for its message, or stop it with Cancel on the IMS tab."
        Exit Sub
    End If
    If needs = "ims" And ImsIsInProtectedView() Then
        ImsSay "This workbook is open in Protected View. Click Enable Editing in the bar above it, then this button again."
        Exit Sub
    End If
    If needs = "ims" And Not ImsIsOurs(ActiveWorkbook) Then
        ImsSay "This is not an IMS workbook. Open one, or make one with New workbook on the IMS tab."
        Exit Sub
    End If
    ' Before anything is asked: another workbook may come to the front meanwhile.
    If Not ActiveWorkbook Is Nothing Then front = ActiveWorkbook.Name
    id = ImsValue(ImsFacts(ActiveWorkbook), "book_id")
    For position = LBound(asks) To UBound(asks)
        If Not Asked(CStr(asks(position)), literal) Then Exit Sub
        If literal <> "" And given <> "" Then given = given & ", "
        given = given & literal
    Next position
    bookName = front
    bookId = id
    job = name
    label = caption
    arguments = given
    isLong = (work = "long")
    If isLong Then ImsDelete CANCEL
    Dispatch
End Sub

Public Sub ImsFollow(ByVal name As String, ByVal caption As String, ByVal book As String)
    ' Goes on watching a worker that was left when Excel was closed.
    If phase <> "" Then Exit Sub
    job = name
    label = caption
    arguments = ""
    isLong = True ' a question at its end begins it again
    bookName = book
    bookId = ImsValue(ImsFacts(Application.Workbooks(book)), "book_id")
    Watch
End Sub

Public Sub ImsCancel()
    If phase <> "work" Then Exit Sub
    If due = 0 Then Again 1
    ImsWrite CANCEL, "cancel"
    Application.StatusBar = "IMS: " & Named() & " is being stopped ..."
End Sub

Public Sub ImsTick()
    ' Called by Excel's clock.
    due = 0
    Select Case phase
        Case "call", "start": Answered
        Case "work": Looked
    End Select
End Sub

Public Sub ImsStopClock()
    ' Else Excel would open the add-in again at the next tick after it was closed.
    On Error Resume Next
    If due <> 0 Then Application.OnTime due, Tick(), , False
    due = 0
End Sub

Public Function ImsIsOurs(ByVal book As Workbook) As Boolean
    ImsIsOurs = (ImsFacts(book) <> "")
End Function

Public Function ImsFacts(ByVal book As Workbook) As String
    ' What an IMS workbook says of itself, as JSON; "" for any other workbook.
    On Error GoTo none
    If book Is Nothing Then Exit Function
    ImsFacts = CStr(book.Worksheets("_ims").Range("A1").Value)
    If Left$(ImsFacts, 1) <> "{" Then ImsFacts = ""
none:
End Function

Private Sub Dispatch()
    If isLong Then
        Send "start", "start", ImsLiteral(job) & IIf(arguments = "", "", ", ") & arguments
    Else
        Send "call", job, arguments
    End If
End Sub

Private Sub Send(ByVal waitFor As String, ByVal name As String, ByVal literals As String)
    Dim started As Boolean
    phase = waitFor
    since = Now
    Application.StatusBar = "IMS: " & label & " ..."
    Refresh
    ImsDelete ImsOwn(ANSWER)
    ImsLaunch name, literals, bookName, started
    If started Then
        Answered
    Else
        Done
        ImsSay "Python could not be started. Open a command prompt and type: ims-xl addin status" & vbLf & _
            "It says what is missing and what to do.", "IMS", vbExclamation
    End If
End Sub

Private Sub Answered()
    Dim text As String, literal As String, wasWatching As Boolean
    text = ImsRead(ImsOwn(ANSWER))
    ImsDelete ImsOwn(ANSWER)
    If text = "" Then
        #If Mac Then
            If DateDiff("s", since, Now) < MAC_SECONDS Then
                Again 1
                Exit Sub
            End If
        #End If
        Done
        ImsSay label & " gave no answer. Nothing is known to be lost. Open a command prompt and type: " & _
            "ims-xl addin status", "IMS", vbExclamation
        Exit Sub
    End If
    If ImsValue(text, "ask") <> "" Then
        Done
        If Asked(ImsValue(text, "ask"), literal) Then Further ImsValue(text, "about"), literal
        Exit Sub
    End If
    If phase = "start" And ImsValue(text, "ok") = "true" Then
        Watch
        Exit Sub
    End If
    wasWatching = watching
    Done
    If ImsValue(text, "open") <> "" Then ImsOpenFile ImsValue(text, "open")
    If ImsValue(text, "text") = "" Then Exit Sub
    ImsSay ImsValue(text, "text"), ImsValue(text, "title"), _
        IIf(ImsValue(text, "ok") = "true", vbInformation, vbExclamation)
    If phase = "" And wasWatching And ImsValue(ImsRead(PROGRESS), "state") = "running" Then Watch
End Sub

Private Function Asked(ByVal ask As String, ByRef literal As String) As Boolean
    phase = "ask"
    Asked = ImsAsked(ask, literal)
    phase = ""
End Function

Private Sub Further(ByVal about As String, ByVal literal As String)
    ' The same button again; behind its arguments stand the name of what Python asked and the answer.
    arguments = arguments & IIf(arguments = "", "", ", ") & ImsLiteral(about) & ", " & IIf(literal = "", "'yes'", literal)
    Dispatch
End Sub

Private Sub Watch()
    ImsDelete ImsTyped()
    phase = "work"
    shown = ""
    since = Now
    Refresh
    Again 1
End Sub

Private Sub Looked()
    ' Shows how far the worker is; calls for the sheets when it has ended or fallen silent.
    Dim text As String
    text = ImsRead(PROGRESS)
    If text <> "" And text <> shown Then
        shown = text
        since = Now
    End If
    If (text = "" Or ImsValue(text, "state") = "running") And DateDiff("s", since, Now) < SILENT_SECONDS Then
        Application.StatusBar = "IMS: " & Named() & " " & Portion(text) & ImsValue(text, "what") & _
            "   (Cancel on the IMS tab stops it)"
        Again 2
        Exit Sub
    End If
    If OpenName() = "" Then
        Done
        ImsSay Named() & " has ended. Open it to see what came of it."
        Exit Sub
    End If
    bookName = OpenName()
    watching = True
    Send "call", "finish", ImsLiteral(job)
End Sub

Private Function Portion(ByVal text As String) As String
    If Val(ImsValue(text, "total")) > 0 Then
        Portion = ImsValue(text, "done") & " of " & ImsValue(text, "total") & ": "
    End If
End Function

Private Function OpenName() As String
    ' The name under which the workbook of the work is open now: it may have been saved under another one, and a
    ' different workbook of the same name may be open. "" when it is not open.
    Dim book As Workbook
    For Each book In Application.Workbooks
        If ImsValue(ImsFacts(book), "book_id") = bookId Then
            If OpenName = "" Or book.Name = bookName Then OpenName = book.Name
        End If
    Next book
End Function

Private Function Named() As String
    Named = label
    If bookName <> "" Then Named = label & " of " & bookName
End Function

Private Sub Done()
    phase = ""
    watching = False
    ImsDelete ImsTyped()
    Application.StatusBar = False
    Refresh
End Sub

Private Sub Again(ByVal seconds As Long)
    due = Now + TimeSerial(0, 0, seconds)
    Application.OnTime due, Tick()
End Sub

Private Function Tick() As String
    Tick = "'" & ThisWorkbook.Name & "'!ImsTick"
End Function

Private Sub Refresh()
    On Error Resume Next
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub
