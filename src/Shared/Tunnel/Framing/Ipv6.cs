namespace DsMip.Tunnel;

/// <summary>Offsets in an IPv6 header (RFC 8200 3) of the fields that the fast path reads one at a time.</summary>
internal static class Ipv6
{
    public const int PayloadLength = 4;
    public const int NextHeader = 6;
    public const int HopLimit = 7;
    public const int Source = 8;
    public const int Destination = 24;

    /// <summary>Every link carries packets of this size (RFC 8200 5), bytes.</summary>
    public const int MinimumMtu = 1280;
}
