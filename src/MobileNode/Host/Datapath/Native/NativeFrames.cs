using DsMip.Linux;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// Frames that are there only with the kernel's IPsec: opened Mobility Headers, and payload in ESP tunnel mode, whose outer header gets home agent
/// and home address back before the kernel opens it. Belongs to the poller's thread.
/// </summary>
internal sealed class NativeFrames(
    MobilityHeaderSocket signalling, KernelBoundary ipsec, Downlink downlink, DropCounters drops, Ipv6Address homeAgent, Ipv4Address homeAgentIpv4)
{
    private const int NextHeader = 6, Source = 8, Destination = 24;

    public MobilityHeaderSocket Signalling => signalling;

    /// <summary>False: it is a frame like any other.</summary>
    public bool TryHandle(IFrameSource source, Span<byte> buffer, int offset, int length)
    {
        if (source == signalling) ipsec.Opened(buffer.Slice(offset, length), downlink);
        else if (IsProtectedPayload(source, buffer.Slice(offset, length))) Payload(buffer, offset, length);
        else return IsCopy(source, buffer.Slice(offset, length));
        return true;
    }

    private void Payload(Span<byte> buffer, int offset, int length)
    {
        if (ProtectedPayload.TryFromCareOf(buffer, offset, length, homeAgent, ipsec.HomeAddress, out var start, out var size, out var why))
            downlink.Payload(buffer.Slice(start, size));
        else drops.Count(why);
    }

    // ESP to the home address itself is signalling, at home; to another address it is the tunnel's.
    private bool IsProtectedPayload(IFrameSource source, ReadOnlySpan<byte> frame) => source.Kind switch
    {
        FrameSourceKind.EspInUdp => Ipv4Header.TryRead(frame, out var ip, out _) && ip.Source == homeAgentIpv4,
        FrameSourceKind.PacketTap => frame.Length >= Ipv6Header.Size && frame[NextHeader] == IpProtocol.Esp
            && Ipv6Address.Read(frame[Source..]) == homeAgent && Ipv6Address.Read(frame[Destination..]) != ipsec.HomeAddress,
        _ => false,
    };

    // What the kernel opened reaches the socket for clear signalling, too.
    private bool IsCopy(IFrameSource source, ReadOnlySpan<byte> frame) =>
        source.Kind == FrameSourceKind.RawIpv6 && frame[NextHeader] == IpProtocol.MobilityHeader && Ipv6Address.Read(frame[Destination..]) == ipsec.HomeAddress;
}
