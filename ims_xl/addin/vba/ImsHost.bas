Attribute VB_Name = "ImsHost"
' What lies outside Excel: the configuration, small files in the user's profile, and starting Python.
' Nothing here looks at the active workbook or at the folder it lies in. Formulas and shapes of any workbook can call
' what is public in an add-in; so files are named without folder, and Python is given no code but a call with literals.
Option Explicit
Option Private Module

Private Const CALLING As String = "call"

Public Function ImsSetting(ByVal key As String) As String
    ' A value that `ims-xl addin install` wrote into the user's profile.
    #If Mac Then
        ImsSetting = ImsValue(TextOf(Environ("HOME") & "/ims_xl/addin.json"), key)
    #Else
        ImsSetting = ImsValue(TextOf(CreateObject("WScript.Shell").ExpandEnvironmentStrings("%USERPROFILE%") & _
            "\.ims_xl\addin.json"), key)
    #End If
End Function

Public Function ImsRead(ByVal name As String) As String
    ' A file that Python and the add-in exchange; "" when there is none or it is just being written.
    ImsRead = TextOf(PathOf(name))
End Function

Public Sub ImsWrite(ByVal name As String, ByVal text As String)
    On Error Resume Next
    #If Mac Then
        Dim number As Integer
        number = FreeFile
        Open PathOf(name) For Output As #number
        Print #number, text;
        Close #number
    #Else
        Dim stream As Object
        Set stream = CreateObject("Scripting.FileSystemObject").CreateTextFile(PathOf(name), True)
        stream.Write text
        stream.Close
    #End If
End Sub

Public Sub ImsDelete(ByVal name As String)
    On Error Resume Next
    #If Mac Then
        Kill PathOf(name)
    #Else
        Dim files As Object
        Set files = CreateObject("Scripting.FileSystemObject")
        If files.FileExists(PathOf(name)) Then files.DeleteFile PathOf(name), True
    #End If
End Sub

Public Function ImsIsThere(ByVal path As String) As Boolean
    ' On a Mac Excel may not look into a folder before the user opened something there.
    #If Mac Then
        ImsIsThere = True
        On Error Resume Next
        ImsIsThere = (Dir(path) <> "")
    #Else
        ImsIsThere = CreateObject("Scripting.FileSystemObject").FileExists(path)
    #End If
End Function

Public Function ImsOwn(ByVal name As String) As String
    ' The name of a file that this Excel alone exchanges with Python: another one may be at work beside it.
    #If Mac Then
        ImsOwn = name
    #Else
        ImsOwn = name & "-" & CStr(Application.Hwnd)
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
        ImsLiteral(book) & ", 'addin': " & ImsLiteral(ThisWorkbook.Name) & "}"
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

Public Function ImsCommand(ByVal interpreter As String, ByVal words As String) As String
    ' -E and -P: no PYTHONPATH, and the current folder is not on sys.path. No command shell takes part.
    ImsCommand = """" & interpreter & """ -E -P " & words
End Function

Public Function ImsIsLocal(ByVal interpreter As String) As Boolean
    ' A full path on a drive of this computer: neither "python", which is searched for, nor one on a network share.
    ImsIsLocal = interpreter Like "[A-Za-z]:\*\*" And InStr(interpreter, """") = 0
End Function

Private Function PathOf(ByVal name As String) As String
    If name Like "*[!a-z0-9.-]*" Then Exit Function
    #If Mac Then
        PathOf = ImsSetting("folder") & "/" & name
    #Else
        PathOf = ImsSetting("folder") & "\" & name
    #End If
End Function

Private Function TextOf(ByVal path As String) As String
    On Error Resume Next
    #If Mac Then
        Dim number As Integer
        If Dir(path) = "" Then Exit Function
        number = FreeFile
        Open path For Input As #number
        If LOF(number) > 0 Then TextOf = Input$(LOF(number), #number)
        Close #number
    #Else
        Dim files As Object, stream As Object
        Set files = CreateObject("Scripting.FileSystemObject")
        If Not files.FileExists(path) Then Exit Function
        Set stream = files.OpenTextFile(path, 1)
        If Not stream.AtEndOfStream Then TextOf = stream.ReadAll
        stream.Close
    #End If
End Function
