; The installer for one Windows user: no administrator, no internet, an environment of its own.
; Made by ims_xl.addin.windows, which defines VERSION, WHEELS (folder) and OUT (file).

Unicode true
!include LogicLib.nsh
!include x64.nsh

Name "IMS for Excel ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\ims_xl"
SetCompressor zlib
ShowInstDetails show
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\ims_xl"
!define TITLE "IMS for Excel"

Var Python

!macro LookFor version
  ${If} $Python == ""
    ReadRegStr $Python HKCU "Software\Python\PythonCore\${version}\InstallPath" "ExecutablePath"
    ${If} $Python == ""
      ReadRegStr $Python HKLM "Software\Python\PythonCore\${version}\InstallPath" "ExecutablePath"
    ${EndIf}
    ${IfNot} ${FileExists} "$Python"
      StrCpy $Python ""
    ${EndIf}
  ${EndIf}
!macroend

; Runs a command; stops the installation with a sentence when it fails.
!macro Do command sentence
  nsExec::ExecToLog '${command}'
  Pop $0
  ${If} $0 != 0
    MessageBox MB_ICONEXCLAMATION|MB_OK "${sentence}" /SD IDOK
    Abort "${sentence}"
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_ICONEXCLAMATION|MB_OK "${TITLE} needs 64-bit Windows." /SD IDOK
    Abort
  ${EndIf}
  SetRegView 64
  StrCpy $Python ""
  !insertmacro LookFor "3.14"
  !insertmacro LookFor "3.13"
  !insertmacro LookFor "3.12"
  !insertmacro LookFor "3.11"
  ${If} $Python == ""
    MessageBox MB_ICONEXCLAMATION|MB_OK "${TITLE} needs Python, which is not on this computer.$\n$\nInstall Python 3.13 (64-bit) from python.org, only for you, without administrator. Then start this installer again." /SD IDOK
    Abort
  ${EndIf}
FunctionEnd

Section
  SetRegView 64
  DetailPrint "Python: $Python"
  SetOutPath "$INSTDIR\wheels"
  File "${WHEELS}/*.whl"
  SetOutPath "$INSTDIR"
  !insertmacro Do '"$Python" -E -P -m venv --clear "$INSTDIR\env"' "The environment could not be made. Close Excel and start this installer again."
  !insertmacro Do '"$INSTDIR\env\Scripts\python.exe" -E -P -m pip install --no-index --disable-pip-version-check --find-links "$INSTDIR\wheels" ims-xl==${VERSION}' "The packages could not be installed; the window says why."
  !insertmacro Do '"$INSTDIR\env\Scripts\python.exe" -E -P -X utf8 -m ims_xl addin install' "The add-in could not be put in place. Close Excel and start this installer again."
  RMDir /r "$INSTDIR\wheels"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  DetailPrint "Done. Start Excel: the tab IMS is there."
SectionEnd

Section "Uninstall"
  SetRegView 64
  nsExec::ExecToLog '"$INSTDIR\env\Scripts\python.exe" -E -P -X utf8 -m ims_xl addin uninstall'
  Pop $0
  ${If} $0 != 0
    MessageBox MB_ICONEXCLAMATION|MB_OK "The add-in could not be removed. Close Excel and start this again." /SD IDOK
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\env"
  RMDir /r "$INSTDIR\wheels"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
