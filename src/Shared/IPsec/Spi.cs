using System.Globalization;

namespace DsMip.IPsec;

/// <summary>Security Parameters Index (RFC 4301 4.1). 0 to 255 are reserved.</summary>
public readonly record struct Spi(uint Value)
{
    public bool IsReserved => Value <= 255;

    public override string ToString() => Value.ToString("x8", CultureInfo.InvariantCulture);
}
