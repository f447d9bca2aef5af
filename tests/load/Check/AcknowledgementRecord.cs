using System.Globalization;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>
/// A line of the file of acknowledgements:
/// <code>
/// A|S  milliseconds since 1970 UTC  home address  sequence number  care-of address  outer source address  its UDP port or 0  lifetime in seconds  [IPv4 home address, as a /32, or prefix]
/// </code>
/// A: acknowledged with status 0 or 1, at that time, with that lifetime and that IPv4 home address or prefix. S: sent at that time and unanswered so far: the home agent may have taken it.
/// </summary>
public readonly record struct AcknowledgementRecord(
    bool Acknowledged, DateTimeOffset Time, Ipv6Address HomeAddress, ushort Sequence, IpAddress CareOfAddress, IpAddress Outer, ushort Port,
    int LifetimeSeconds, Ipv4Prefix? Ipv4 = null)
{
    private const int Fields = 8;

    /// <summary>When the binding ends unless it is refreshed.</summary>
    public DateTimeOffset Expires => Time.AddSeconds(LifetimeSeconds);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Acknowledged ? 'A' : 'S')} {Time.ToUnixTimeMilliseconds()} {HomeAddress} {Sequence} {CareOfAddress} {Outer} {Port} {LifetimeSeconds}{(Ipv4 is { } ipv4 ? $" {ipv4}" : "")}");

    public static bool TryParse(string line, out AcknowledgementRecord record)
    {
        record = default;
        var fields = line.Split(' ');
        if (fields.Length is not (Fields or Fields + 1) || fields[0] is not ("A" or "S")) return false;
        var read = long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            & Ipv6Address.TryParse(fields[2], null, out var home)
            & ushort.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            & IpAddress.TryParse(fields[4], null, out var careOf)
            & IpAddress.TryParse(fields[5], null, out var outer)
            & ushort.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            & int.TryParse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture, out var lifetime);
        var ipv4 = default(Ipv4Prefix);
        if (fields.Length > Fields) read &= Ipv4Prefix.TryParse(fields[Fields], null, out ipv4);
        record = new AcknowledgementRecord(fields[0] == "A", DateTimeOffset.FromUnixTimeMilliseconds(time), home, sequence, careOf, outer, port, lifetime, fields.Length > Fields ? ipv4 : null);
        return read;
    }
}
