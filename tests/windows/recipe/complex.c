/* C99's complex functions, which numpy takes from ucrtbase.dll and wine 8 does not have.
   Microsoft passes a complex number as a struct, and its long double is a double: each function has three names. */
#include <complex.h>

struct wide { double real, imaginary; };
struct narrow { float real, imaginary; };

static double _Complex from_wide(struct wide z) { return __builtin_complex((double)z.real, (double)z.imaginary); }
static double _Complex from_narrow(struct narrow z) { return __builtin_complex((double)z.real, (double)z.imaginary); }
static struct wide to_wide(double _Complex z) { return (struct wide){creal(z), cimag(z)}; }
static struct narrow to_narrow(double _Complex z) { return (struct narrow){creal(z), cimag(z)}; }

#define COMPLEX(name) \
    struct wide ims_##name(struct wide z) { return to_wide(name(from_wide(z))); } \
    struct wide ims_##name##l(struct wide z) { return to_wide(name(from_wide(z))); } \
    struct narrow ims_##name##f(struct narrow z) { return to_narrow(name(from_narrow(z))); }
#define REAL(name) \
    double ims_##name(struct wide z) { return name(from_wide(z)); } \
    double ims_##name##l(struct wide z) { return name(from_wide(z)); } \
    float ims_##name##f(struct narrow z) { return (float)name(from_narrow(z)); }

COMPLEX(ccos) COMPLEX(ccosh) COMPLEX(cexp) COMPLEX(csin) COMPLEX(csinh) COMPLEX(ctan) COMPLEX(ctanh)
COMPLEX(csqrt) COMPLEX(clog) COMPLEX(cacos) COMPLEX(casin) COMPLEX(catan) COMPLEX(cacosh) COMPLEX(casinh) COMPLEX(catanh)
REAL(cabs) REAL(carg) REAL(cimag) REAL(creal)

struct wide ims_cpow(struct wide a, struct wide b) { return to_wide(cpow(from_wide(a), from_wide(b))); }
struct wide ims_cpowl(struct wide a, struct wide b) { return ims_cpow(a, b); }
struct narrow ims_cpowf(struct narrow a, struct narrow b) { return to_narrow(cpow(from_narrow(a), from_narrow(b))); }
