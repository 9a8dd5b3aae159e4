/* Calls worksheet functions as the add-in's VBA does: xlwings' DLL, loaded by its full path, starts Python, whose server
   is asked through IDispatch. `function_host.exe PYTHON DLL WORKBOOK CELL [TYPES]` reads one call a line (FUNCTION tab
   ARGUMENT tab ..., in UTF-8) and prints the cells of the answer, divided by tabs, or `error` and why. One server answers
   all calls. The formulas stand in CELL (as range_named takes it) of the workbook; the last line is what was asked of it.
   TYPES is the path under which a type library of Excel is registered meanwhile. */
#include "open_workbook.h"
#include <stdio.h>
#include <wchar.h>

#define MOST 16

typedef int(__stdcall *activate_function)(VARIANT *result, const char *command, long mode);

wchar_t *decoded(const char *utf8)
{
    static wchar_t wide[LONGEST];
    MultiByteToWideChar(CP_UTF8, 0, utf8, -1, wide, LONGEST);
    return wide;
}

VARIANT text(const wchar_t *value)
{
    VARIANT made = {.vt = VT_BSTR};
    made.bstrVal = SysAllocString(value);
    return made;
}

static void print(const wchar_t *wide)
{
    char utf8[LONGEST * 3];
    WideCharToMultiByte(CP_UTF8, 0, wide ? wide : L"", -1, utf8, sizeof utf8, NULL, NULL);
    fputs(utf8, stdout);
}

static void print_cell(VARIANT *cell)
{
    VARIANT shown = {.vt = VT_EMPTY};
    if (cell->vt == VT_ERROR)
        printf("#%ld", (long)cell->scode);
    else if (SUCCEEDED(VariantChangeType(&shown, cell, VARIANT_ALPHABOOL, VT_BSTR)))
        print(shown.bstrVal);
    else
        printf("vt%d", cell->vt);
}

static void print_answer(VARIANT *answer)
{
    if (!(answer->vt & VT_ARRAY)) {
        print_cell(answer);
        return;
    }
    VARIANT *cells;
    ULONG count = 1;
    SafeArrayAccessData(answer->parray, (void **)&cells);
    for (USHORT dimension = 0; dimension < answer->parray->cDims; dimension++)
        count *= answer->parray->rgsabound[dimension].cElements;
    for (ULONG at = 0; at < count; at++) {
        if (at)
            putchar('\t');
        print_cell(&cells[at]);
    }
}

static wchar_t *standing_in;

static IDispatch *calling_cell(void)
{
    wchar_t name[LONGEST];
    return range_named(wcscpy(name, standing_in));
}

/* An argument is a text; with `|` in it a column of texts, as an array is handed over; after `@` cells of the workbook;
   `~` an optional one that is not given; `^` the cell that the formula stands in. */
static VARIANT argument(wchar_t *value)
{
    VARIANT missing = {.vt = VT_ERROR, .scode = DISP_E_PARAMNOTFOUND}, cells = {.vt = VT_DISPATCH};
    if (!wcscmp(value, L"~"))
        return missing;
    if (*value == L'@' || *value == L'^') {
        cells.pdispVal = *value == L'^' ? calling_cell() : range_named(value + 1);
        return cells;
    }
    if (!wcschr(value, L'|'))
        return text(value);
    ULONG rows = 1;
    for (wchar_t *at = value; *at; at++)
        rows += *at == L'|';
    SAFEARRAYBOUND bounds[2] = {{rows, 1}, {1, 1}};
    VARIANT made = {.vt = VT_ARRAY | VT_VARIANT};
    made.parray = SafeArrayCreate(VT_VARIANT, 2, bounds);
    LONG at[2] = {1, 1};
    wchar_t *cell = wcstok(value, L"|");
    for (; cell; cell = wcstok(NULL, L"|"), at[0]++) {
        VARIANT one = text(cell);
        SafeArrayPutElement(made.parray, at, &one);
    }
    return made;
}

static void call(IDispatch *server, DISPID id, char *line)
{
    char *words[MOST];
    LONG count = 0;
    for (char *word = strtok(line, "\t"); word && count < MOST; word = strtok(NULL, "\t"))
        words[count++] = word;
    SAFEARRAY *arguments = SafeArrayCreateVector(VT_VARIANT, 0, count - 1);
    for (LONG at = 0; at < count - 1; at++) {
        VARIANT one = argument(decoded(words[at + 1]));
        SafeArrayPutElement(arguments, &at, &one);
    }
    /* CallUDF(module, function, arguments, workbook, caller), the last one first; the workbook is Nothing. */
    VARIANT handed[5] = {{.vt = VT_DISPATCH}, {.vt = VT_DISPATCH}, {.vt = VT_ARRAY | VT_VARIANT}};
    handed[0].pdispVal = calling_cell();
    handed[2].parray = arguments;
    handed[3] = text(decoded(words[0]));
    handed[4] = text(L"ims_xl.udfs");
    DISPPARAMS parameters = {handed, NULL, 5, 0};
    EXCEPINFO raised = {0};
    VARIANT answer = {.vt = VT_EMPTY};
    HRESULT code = IDispatch_Invoke(server, id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &parameters, &answer,
                                    &raised, NULL);
    if (FAILED(code)) {
        printf("error\t");
        print(raised.bstrDescription);
    } else
        print_answer(&answer);
    puts("");
    fflush(stdout);
}

int wmain(int count, wchar_t **words)
{
    if (count != 5 && count != 6)
        return 2;
    CoInitialize(NULL);
    standing_in = words[4];
    if (!open_workbook(words[3], count == 6 ? words[5] : NULL) || !calling_cell()) {
        puts("the workbook is not read");
        return 1;
    }
    HMODULE library = LoadLibraryW(words[2]);
    activate_function activate = library ? (activate_function)(void *)GetProcAddress(library, "XLPyDLLActivateAuto") : NULL;
    if (!activate) {
        puts("the DLL does not load");
        return 1;
    }
    char command[LONGEST];
    snprintf(command, sizeof command, "\"%ls\" -E -P -c \"import xlwings; xlwings.serve('$(CLSID)')\"", words[1]);
    VARIANT server = {.vt = VT_EMPTY}, ended = {.vt = VT_EMPTY};
    if (activate(&server, command, 1) != 0 || server.vt != VT_DISPATCH) {
        puts("Python does not start:");
        print(server.vt == VT_BSTR ? server.bstrVal : NULL);
        return 1;
    }
    DISPID id;
    OLECHAR *name = L"CallUDF";
    if (FAILED(IDispatch_GetIDsOfNames(server.pdispVal, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id)))
        return 1;
    static char line[LONGEST];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\r\n")] = 0;
        call(server.pdispVal, id, line);
    }
    print_used();
    activate(&ended, command, -1);
    if (count == 6)
        forget_types();
    return 0;
}
