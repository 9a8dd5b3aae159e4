
' From here on ims_xl's own: the interpreter comes from the user's profile alone, and the workbook's folder is not
' on sys.path.

Function XLPyCommand() As String
    XLPyCommand = ImsCommand(Interpreter(), "-c ""import xlwings; xlwings.serve('$(CLSID)')""")
End Function

Private Sub XLPyLoadDLL()
    ' By its full path, so that no DLL of that name in the current folder is taken: beside Python or one folder up.
    Dim folder As String
    folder = Left$(Interpreter(), InStrRev(Interpreter(), "\") - 1)
    If LoadLibrary(folder & "\" & XLPyDLLName) <> 0 Then Exit Sub
    If InStrRev(folder, "\") > 0 Then folder = Left$(folder, InStrRev(folder, "\") - 1)
    If LoadLibrary(folder & "\" & XLPyDLLName) <> 0 Then Exit Sub
    Err.Raise 1, Description:="IMS functions: " & XLPyDLLName & " is missing. Type in a command prompt: ims-xl addin status"
End Sub

Private Function Interpreter() As String
    Interpreter = ImsSetting("interpreter")
    If Not ImsIsLocal(Interpreter) Then
        Err.Raise 1, Description:="IMS functions: Python is not set up. Type in a command prompt: ims-xl addin install"
    End If
    ' To a function of Windows VBA hands text in the system's code page, which lacks most alphabets.
    If Interpreter Like "*[! -~]*" Then
        Interpreter = CreateObject("Scripting.FileSystemObject").GetFile(Interpreter).ShortPath
    End If
End Function
