using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Where a mobile node is, or was.</summary>
/// <param name="Address">Source of its outer packets.</param>
/// <param name="Port">Its UDP port; 0 over IPv6.</param>
public readonly record struct Attachment(IpAddress Address, ushort Port)
{
    public bool IsNone => Address.IsNone;

    public override string ToString() => Address.IsIpv4 ? $"{Address}:{Port}" : Address.ToString();
}
