using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>What the outer headers of a frame say: how it came and where the packet inside lies. Positions are offsets into the frame.</summary>
internal ref struct Outer
{
    public Ingress Ingress;

    /// <summary>First byte of the inner packet; 0 for native signalling.</summary>
    public int Start;

    /// <summary>One past the last byte that the outer headers account for.</summary>
    public int End;

    /// <summary>4 or 6 as the outer protocol number says; 0 after UDP, where the version nibble decides (RFC 5555 4.1).</summary>
    public int InnerVersion;

    /// <summary>The extension header to take out of native signalling; of length 0 if there is none.</summary>
    public ExtensionHeader Removable;

    /// <summary>The address in <see cref="Removable"/>.</summary>
    public Ipv6Address HomeAddress;

    public static DropReason TryRead(ReadOnlySpan<byte> frame, bool atHomeAgent, out Outer outer)
    {
        outer = default;
        var why = InnerLength.Of(frame, 0, out var length);
        if (why != DropReason.None) return why;
        outer.End = length;
        why = IpVersion.Of(frame) == 4 ? OuterIpv4.Read(frame, atHomeAgent, ref outer) : OuterIpv6.Read(frame[..length], atHomeAgent, ref outer);
        if (why != DropReason.None) return why;
        return outer.Ingress.Remote.IsUnicastRoutable ? DropReason.None : DropReason.BadSourceAddress;
    }
}
