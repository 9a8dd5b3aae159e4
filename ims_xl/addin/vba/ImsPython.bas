Attribute VB_Name = "ImsPython"
' Starts Python, which is given no code but the name of a file; in it stands a call with literals.
Option Explicit
Option Private Module

Private Const CALLING As String = "call"
Private Const DRAWING As String = "drawing"

Private own As String ' number of this Excel

Public Function ImsOwn(ByVal name As String) As String
    ' The name of a file that this Excel alone exchanges with Python: another one may be at work beside it. Each workbook
    ' has a window of its own, and Excel says the number of the one in front: the first one is kept.
    #If Mac Then
        ImsOwn = name
    #Else
        If own = "" Then own = CStr(Abs(Application.Hwnd))
        ImsOwn = name & "-" & own
    #End If
End Function

Private Function Front() As String
    ' The window in front, by which Python finds this Excel.
    #If Mac Then
        Front = "0"
    #Else
        Front = CStr(Application.Hwnd)
    #End If
End Function

Public Sub ImsLaunch(ByVal name As String, ByVal arguments As String, ByVal book As String, ByRef started As Boolean)
    ' Calls a function of ims_xl.macros.entry for a workbook and, on Windows, waits for it. What is to be done stands in
    ' a file: a command line is too short for 300 files, and others can read it.
    Dim interpreter As String
    started = False
    If name = "" Or name Like "*[!a-z0-9_]*" Or Not ImsIsLiterals(arguments) Then Exit Sub
    interpreter = ImsSetting("interpreter")
    On Error Resume Next
    ImsWrite ImsOwn(CALLING), "{'do': " & ImsLiteral(name) & ", 'with': [" & arguments & "], 'book': " & _
        ImsLiteral(book) & ", 'addin': " & ImsLiteral(ThisWorkbook.Name) & ", 'window': " & Front() & "}"
    #If Mac Then
        If Left$(interpreter, 1) <> "/" Then Exit Sub
        AppleScriptTask "ims_xl.applescript", "RunPython", interpreter & vbLf & ImsOwn(CALLING)
        started = (Err.Number = 0)
    #Else
        Dim shell As Object, before As String
        If Not ImsIsLocal(interpreter) Then Exit Sub
        Set shell = CreateObject("WScript.Shell")
        before = shell.CurrentDirectory
        ' Not the client's folder, where Windows would also look for DLLs.
        shell.CurrentDirectory = Left$(interpreter, InStrRev(interpreter, "\") - 1)
        If Err.Number = 0 Then Waited shell, ImsCommand(interpreter, "-m ims_xl.macros " & ImsOwn(CALLING)), started
        shell.CurrentDirectory = before
        ImsForget
        ImsDelete ImsOwn(DRAWING)
    #End If
End Sub

Private Sub Waited(ByVal shell As Object, ByVal command As String, ByRef started As Boolean)
    ' However Python ends, Excel is not left frozen.
    Dim screen As Boolean, alerts As Boolean, events As Boolean, calculation As Long
    screen = Application.ScreenUpdating
    alerts = Application.DisplayAlerts
    events = Application.EnableEvents
    On Error Resume Next
    calculation = Application.Calculation ' without a workbook there is none
    Err.Clear
    shell.Run command, 0, True
    started = (Err.Number = 0)
    Application.ScreenUpdating = screen
    Application.DisplayAlerts = alerts
    Application.EnableEvents = events
    If calculation <> 0 Then
        If Application.Calculation <> calculation Then Application.Calculation = calculation
    End If
End Sub
