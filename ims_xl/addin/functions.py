"""The VBA behind the worksheet functions: each hands its arguments to Python's server for them."""

from ims_xl.addin.ribbon import vba_text
from ims_xl.udfs import FUNCTIONS, Function

CATEGORY = "IMS"
QUOTE = "'"


def to_vba() -> str:
    """The module ImsFunctions: the functions, and a Sub that gives Excel their help."""
    lines = [
        'Attribute VB_Name = "ImsFunctions"',
        "' Made from ims_xl.udfs: one function each, for Excel for Windows.",
        "Option Explicit",
        "",
        "Public Sub ImsDescribeFunctions()",
        "    ' Excel refuses this while no workbook is visible; the functions work all the same.",
        "    On Error Resume Next",
        *(f"    {_described(function)}" for function in FUNCTIONS),
        "    ThisWorkbook.Saved = True",
        "End Sub",
    ]
    for function in FUNCTIONS:
        lines += ["", *_function(function)]
    return "\n".join([*lines, ""])


def _described(function: Function) -> str:
    name = f"{vba_text(QUOTE)} & ThisWorkbook.Name & {vba_text(QUOTE + '!' + function.name)}"
    meanings = ", ".join(vba_text(meaning) for meaning in function.arguments.values())
    return (
        f"Application.MacroOptions Macro:={name}, Description:={vba_text(function.help)}, "
        f"Category:={vba_text(CATEGORY)}, ArgumentDescriptions:=Array({meanings})"
    )


def _function(function: Function) -> list[str]:
    names = list(function.arguments)
    declared = ", ".join(f"Optional {name}" if name in function.optional else name for name in names)
    handed = ", ".join([*names, "Application.Caller"] if function.has_cell else names)
    return [
        f"Public Function {function.name}({declared})",
        f"Attribute {function.name}.VB_Description = {vba_text(function.help)}",
        "    #If Mac Then",
        f"    {function.name} = {vba_text('Only in Excel for Windows')}",
        "    #Else",
        "    ' Not while the function wizard is open: it would call at every keystroke.",
        '    If Not Application.CommandBars("Standard").Controls(1).Enabled Then Exit Function',
        "    On Error GoTo failed",
        f"    {function.name} = XLPy.CallUDF({vba_text('ims_xl.udfs')}, {vba_text(function.python)}, "
        f"Array({handed}), Nothing, Application.Caller)",
        "    Exit Function",
        "failed:",
        f"    {function.name} = Err.Description",
        "    #End If",
        "End Function",
    ]
