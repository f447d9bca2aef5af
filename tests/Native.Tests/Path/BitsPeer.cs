using DsMip.IPsec;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>The other end, with our own ESP: shares no code with the kernel.</summary>
internal sealed class BitsPeer : IDisposable
{
    private readonly SecurityAssociationDatabase _sad = new();
    private readonly BitsPath _path;
    private readonly PathSink _sink = new();

    /// <param name="outbound">What it seals with, whatever the packet.</param>
    /// <param name="inbound">What it opens with.</param>
    internal BitsPeer(XfrmState outbound, XfrmState inbound)
    {
        Assert.True(_sad.TryAdd(new OutboundSecurityAssociation(outbound.Parameters!, TrafficSelector.Any, Tunnel(outbound.Mode, outbound.Source, outbound.Id)), out _));
        Assert.True(_sad.TryAdd(
            new InboundSecurityAssociation(inbound.Parameters!, TrafficSelector.Any, Tunnel(inbound.Mode, inbound.Id.Destination, outbound.Id)), out _));
        var mode = outbound.Mode == XfrmMode.Tunnel ? IpsecMode.Tunnel : IpsecMode.Transport;
        _path = new BitsPath(_sad, new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.Any, mode)), _sink);
    }

    internal byte[] Seal(byte[] clear)
    {
        _sink.SealedPackets.Clear();
        _path.Outbound(clear);
        return Assert.Single(_sink.SealedPackets);
    }

    internal byte[] Open(byte[] packet)
    {
        _sink.ClearPackets.Clear();
        _path.Inbound(packet);
        return Assert.Single(_sink.ClearPackets);
    }

    public void Dispose() => _sad.Dispose();

    private static TunnelEndpoints? Tunnel(XfrmMode mode, IpAddress local, XfrmStateId id) =>
        mode == XfrmMode.Tunnel ? new TunnelEndpoints(local, id.Destination) : null;
}
