"""Writes reference.json: arguments and correctly rounded values of the elementary functions, from mpmath with at least 50 digits.

Each function maps to the base64 of little-endian rows: argument, second argument (functions of two only) and nearest value as
doubles, then what rounding took away, in units in the last place of that value, as a single.

    python generate.py > reference.json
"""
import base64
import json
import math
import random
import struct

import mpmath as mp

random.seed(2024)
PRECISION = 200
mp.mp.prec = PRECISION


def softplus(x):
    return mp.log1p(mp.exp(x)) if x < 0 else x + mp.log1p(mp.exp(-x))


def signed_log(low, high, n):
    return [random.choice((-1, 1)) * math.exp(random.uniform(low, high)) for _ in range(n)]


def uniform(low, high, n):
    return [random.uniform(low, high) for _ in range(n)]


def positive(values):
    return [abs(v) for v in values]


def around(values):
    return [w for v in values for w in (math.nextafter(v, -math.inf), v, math.nextafter(v, math.inf))]


TINY = [5e-324, -5e-324, 1e-310, -2.2250738585072014e-308, 1e-300, -1e-160]
HUGE = [1e22, -1e22, 2.0**1000, 1.7976931348623157e308, 6381956970095103 * 2.0**797, 8000000.5, -800000.25, 2.0**53 + 2]
EIGHTHS = around([k * math.pi / 8 for k in range(-9, 10) if k])
TURNS = [k * math.pi / 2 for k in (25, 1000, 51471, -102943, 507000, 3000001)]
ONES = around([1.0, 0.5, 2.0, math.sqrt(0.5), math.sqrt(2), 0.7071067811865476 * 2**100])
POSITIVE = positive(signed_log(-740, 709, 90)) + uniform(0.3, 3, 90) + ONES + positive(TINY)

UNARY = {
    "exp": (mp.exp, uniform(-745, 709.7, 90) + uniform(-2, 2, 80) + TINY + around([-708.0, 709.0]) + [7.541752774995959e-10, -744.9]),
    "exp2": (lambda x: mp.power(2, x), uniform(-1074, 1023.9, 90) + uniform(-2, 2, 80) + TINY + around([-1021.0, 0.5, 10.0])),
    "expm1": (mp.expm1, uniform(-40, 709, 60) + uniform(-1, 1, 60) + signed_log(-40, 0, 60) + TINY + around([0.34657359, -0.34657359])),
    "log": (mp.log, POSITIVE),
    "log2": (lambda x: mp.log(x, 2), POSITIVE + [8.0, 2.0**-1074]),
    "log10": (mp.log10, POSITIVE + [1000.0, 1e15, 1e-5]),
    "log1p": (mp.log1p, uniform(-1, 2, 80) + signed_log(-40, -0.7, 60) + positive(signed_log(0, 690, 50)) + TINY + [-0.9999999999999999]),
    "sqrt": (mp.sqrt, POSITIVE),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), signed_log(-740, 709, 150) + TINY + [27.0, -8.0, 1e-306]),
    "sin": (mp.sin, uniform(-20, 20, 80) + signed_log(0, 14, 50) + signed_log(14, 700, 30) + EIGHTHS + TURNS + TINY + HUGE),
    "cos": (mp.cos, uniform(-20, 20, 80) + signed_log(0, 14, 50) + signed_log(14, 700, 30) + EIGHTHS + TURNS + TINY + HUGE),
    "tan": (mp.tan, uniform(-20, 20, 80) + signed_log(0, 14, 50) + signed_log(14, 700, 30) + EIGHTHS + TURNS + TINY + HUGE),
    "asin": (mp.asin, uniform(-1, 1, 110) + signed_log(-40, 0, 60) + TINY + around([0.5, -0.5]) + [1.0, -1.0, 0.9999999999999999]),
    "acos": (mp.acos, uniform(-1, 1, 110) + signed_log(-40, 0, 60) + TINY + around([0.5, -0.5]) + [-1.0, 0.9999999999999999]),
    "atan": (mp.atan, uniform(-5, 5, 110) + signed_log(-40, 40, 70) + TINY + around([0.41421356237309503, 2.414213562373095, 1.0]) + HUGE),
    "sinh": (mp.sinh, uniform(-4, 4, 90) + signed_log(-40, 6.5, 80) + TINY + [710.4, -710.4, 708.5]),
    "cosh": (mp.cosh, uniform(-4, 4, 90) + signed_log(-40, 6.5, 80) + TINY + [710.4, -710.4, 708.5]),
    "tanh": (mp.tanh, uniform(-3, 3, 110) + signed_log(-40, 4, 70) + TINY + [19.0, -22.5, 300.0]),
    "asinh": (mp.asinh, uniform(-5, 5, 90) + signed_log(-40, 700, 80) + TINY + HUGE),
    "acosh": (mp.acosh, uniform(1, 4, 90) + positive(signed_log(1, 700, 50)) + [1 + v for v in positive(signed_log(-30, 0, 40))] + [2.0**1000]),
    "atanh": (mp.atanh, uniform(-1, 1, 110) + signed_log(-40, 0, 60) + TINY + [0.9999999999999999]),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), uniform(-20, 20, 110) + uniform(-744, 744, 60) + TINY),
    "softplus": (softplus, uniform(-20, 20, 110) + uniform(-744, 744, 60) + TINY),
    "erf": (mp.erf, uniform(-4, 4, 110) + signed_log(-40, 2, 60) + TINY + around([0.75, 6.0])),
    "erfc": (mp.erfc, uniform(-4, 6, 110) + uniform(6, 27.2, 50) + signed_log(-40, 0, 30) + TINY + around([0.75, 26.0])),
    "gelu": (lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2, uniform(-6, 6, 110) + uniform(-38.4, -6, 50) + signed_log(-40, 5, 40) + [37.5, 1e6] + around([1.06, -1.06])),
}
BASES = positive(signed_log(-3, 3, 60)) + uniform(0.9, 1.1, 40) + positive(signed_log(-300, 300, 40))
BINARY = {
    "pow": (
        mp.power,
        list(zip(BASES, signed_log(-4, 5, 60) + uniform(-5000, 5000, 40) + uniform(-2.3, 2.3, 40)))
        + [(-2.0, 3.0), (-1.5, -7.0), (0.5, 1074.0), (2.0, -1074.0), (5e-324, 0.5), (1e-310, 1.5), (10.0, 308.0), (1.0000000000000002, 1e17)],
    ),
    "atan2": (
        mp.atan2,
        list(zip(signed_log(-2, 2, 90), signed_log(-2, 2, 90)))
        + list(zip(signed_log(-40, 40, 60), signed_log(-40, 40, 60)))
        + [(1e300, -1e300), (5e-324, 1.0), (1e-310, -1e-310), (-1.0, 1e-320), (3.0, 3.0), (-3.0, -3.0)],
    ),
    "hypot": (
        mp.hypot,
        list(zip(signed_log(-2, 2, 90), signed_log(-2, 2, 90)))
        + list(zip(signed_log(-700, 700, 40), signed_log(-700, 700, 40)))
        + [(3.0, 4.0), (1e300, 1e300), (1e-320, 2e-320), (0.0, 5e-324), (1e200, 1.0)],
    ),
}


def exact(f, args):
    size = max((abs(math.frexp(a)[1]) for a in args), default=0)
    mp.mp.prec = 2 * size + 300
    value = f(*[mp.mpf(a) for a in args])
    return value


def nearest(value):
    """Round half to even, subnormals included."""
    mantissa, exponent = mp.frexp(value)
    step = mp.mpf(2) ** max(int(exponent) - 53, -1074)
    return float(mp.nint(value / step) * step), step


def row(f, args):
    value = exact(f, args)
    if isinstance(value, mp.mpc) or not mp.isfinite(value) or abs(value) >= mp.mpf(2) ** 1024:
        return b""
    high, _ = nearest(value)
    if math.isinf(high):
        return b""
    rest = (value - mp.mpf(high)) / mp.mpf(math.ulp(high))
    return struct.pack(f"<{len(args) + 1}df", *args, high, float(rest))


table = {}
for name, (f, points) in UNARY.items():
    table[name] = b"".join(row(f, (x,)) for x in points)
for name, (f, points) in BINARY.items():
    table[name] = b"".join(row(f, pair) for pair in points)
print(json.dumps({name: base64.b64encode(rows).decode() for name, rows in table.items()}, indent=0))
