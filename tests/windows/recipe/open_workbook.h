/* A workbook that is open in the program which calls worksheet functions, as far as they look into it. */
#define COBJMACROS
#include <windows.h>
#include <oleauto.h>

#define LONGEST 32768 /* signs of a line or of an argument */

wchar_t *decoded(const char *utf8);
VARIANT text(const wchar_t *value);

/* Reads the cells of a workbook (see open_workbook.c) and makes the type library of its objects, registered as Excel's
   under a path, or not when it is NULL; 0 when it cannot. */
int open_workbook(const wchar_t *path, const wchar_t *registered);

/* Takes the type library out of the registry. */
void forget_types(void);

/* Cells such as `Home!1,1,2,2` (sheet, first row and column, last row and column) as an object of Excel's; NULL when
   there is no such sheet. */
IDispatch *range_named(wchar_t *name);

/* Prints every member that was asked for, in the order of the first time. */
void print_used(void);
