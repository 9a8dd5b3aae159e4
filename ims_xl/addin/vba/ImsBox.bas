Attribute VB_Name = "ImsBox"
' The message box. VBA's own knows only the system's code page and shows the rupee sign as a question mark.
Option Explicit
Option Private Module

#If Not Mac Then
Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal window As LongPtr, ByVal text As LongPtr, _
    ByVal title As LongPtr, ByVal style As Long) As Long
#End If

Public Function ImsShow(ByVal text As String, ByVal style As Long, ByVal title As String) As Long
    #If Mac Then
        ImsShow = MsgBox(text, style, title)
    #Else
        ImsShow = MessageBoxW(Application.Hwnd, StrPtr(text), StrPtr(title), style)
    #End If
End Function
