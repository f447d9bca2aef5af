using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.MobileNode.Datapath;

/// <summary>
/// Everything that frames of the home agent come in by. The UDP port stays the same over all moves, so that a NAT that keeps mappings may keep
/// ours.
/// </summary>
internal sealed class FrameSources : IDisposable
{
    private readonly List<IFrameSource> _all = [];

    /// <param name="espInUdp">The home agent's IPv4 address, if ESP in UDP comes from there; 0.0.0.0: it does not.</param>
    /// <exception cref="LinuxException">A capability is missing.</exception>
    public FrameSources(uint mark, int tunnelInterface, Ipv4Address espInUdp = default)
    {
        try
        {
            Udp = Add(OpenUdp(mark));
            foreach (var protocol in new[] { IpProtocol.Ipv4, IpProtocol.Ipv6 })
            {
                Add(RawFrameSource.Ipv4(protocol));
                Add(RawFrameSource.Ipv6(protocol));
            }
            Add(RawFrameSource.Ipv4Errors());
            Add(RawFrameSource.Ipv6Errors());
            ClearSignalling = Add(RawFrameSource.Ipv6(IpProtocol.MobilityHeader));
            Tap = Add(new PacketTap([], excludedInterface: tunnelInterface));
            if (!espInUdp.IsUnspecified) Add(EspInUdpTap.AtMobileNode(espInUdp, tunnelInterface));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public UdpFrameSource Udp { get; }

    public RawFrameSource ClearSignalling { get; }

    public PacketTap Tap { get; }

    public IReadOnlyList<IFrameSource> All => _all;

    public void Dispose()
    {
        foreach (var source in _all) source.Dispose();
    }

    private static UdpFrameSource OpenUdp(uint mark)
    {
        try
        {
            return new UdpFrameSource(Ipv4Address.Any, Port.DsMip, mark);
        }
        catch (LinuxException e) when (e.Errno == Errno.EADDRINUSE)
        {
            return new UdpFrameSource(Ipv4Address.Any, 0, mark);
        }
    }

    private T Add<T>(T source) where T : IFrameSource
    {
        _all.Add(source);
        return source;
    }
}
