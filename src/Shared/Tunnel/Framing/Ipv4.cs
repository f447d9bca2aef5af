namespace DsMip.Tunnel;

/// <summary>Offsets in an IPv4 header (RFC 791 3.1) of the fields that the fast path reads one at a time.</summary>
internal static class Ipv4
{
    public const int TotalLength = 2;
    public const int Fragment = 6;
    public const int Source = 12;
    public const int Destination = 16;

    public const ushort DontFragment = 0x4000;

    /// <summary>Every IPv4 link carries packets of this size (RFC 791 3.2), bytes.</summary>
    public const int MinimumMtu = 68;
}
