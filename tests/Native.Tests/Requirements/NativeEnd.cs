using System.Net;
using System.Net.Sockets;
using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Testing;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>One end of the protection: a namespace whose kernel has the SPD of the draft and an SA for each purpose; below its IPsec is a TUN.</summary>
internal abstract class NativeEnd : IIpsecSink, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly List<byte[]> _clear = [];
    private readonly List<byte[]> _sealed = [];
    private readonly TunDevice _tun;
    private readonly MobilityHeaderSocket _messages;
    private readonly KernelPath _path;

    protected NativeEnd(bool atHomeAgent)
    {
        Namespace.Sysctl("net.ipv6.conf.default.accept_dad", "0");
        _tun = Namespace.Run(() => TunDevice.Open("dsmip0"));
        Namespace.Ip("link set dsmip0 up");
        Kernel = Namespace.Run(() => new XfrmNetlink());
        _messages = Namespace.Run(() => new MobilityHeaderSocket());
        _path = new KernelPath(_tun, _messages, this);
        var policies = new InstalledPolicies(Kernel);
        policies.Install(MobilityPolicies.Permanent(atHomeAgent, NativePlan.HomeAgent, NativePlan.Home));
        policies.Install(MobilityPolicies.WhileAway(atHomeAgent, NativePlan.HomeAgent, new HomeAddresses(NativePlan.Home, NativePlan.Home4), payload: true));
        foreach (var state in NativePlan.States()) Kernel.Add(state);
        Associations = Namespace.Run(() => new KernelAssociations(NativePlan.HomeAgent, atHomeAgent));
        Associations.Start();
        Discovery = Namespace.Run(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6));
    }

    public string PoliciesByIp => Namespace.Ip("xfrm policy");

    /// <summary>The kernel's SAD as the tunnel module sees it.</summary>
    public KernelAssociations Associations { get; }

    protected XfrmNetlink Kernel { get; }
    protected NetworkNamespace Namespace { get; } = NetworkNamespace.Create();
    protected Socket Discovery { get; }

    /// <summary>Hands a clear Mobility Header to the kernel.</summary>
    public void SendMessage(byte[] packet) => _path.Outbound(packet);

    public void SendDiscovery(byte[] packet) => Discovery.SendTo(packet[40..], new IPEndPoint(new IPAddress(packet.AsSpan(24, 16)), 0));

    /// <summary>The one sealed packet that the kernel has routed into the TUN.</summary>
    public byte[] TakeSealed() => Assert.Single(TakeAllSealed());

    /// <summary>The sealed packets, one at least, that the kernel has routed into the TUN.</summary>
    public byte[][] TakeAllSealed()
    {
        var buffer = new byte[FrameLayout.BufferSize];
        for (int length; (length = _tun.Read(buffer)) > 0;) ((IIpsecSink)this).Protected(buffer.AsSpan(0, length));
        Assert.NotEmpty(_sealed);
        byte[][] packets = [.. _sealed];
        _sealed.Clear();
        return packets;
    }

    /// <summary>A sealed packet from the tunnel module.</summary>
    public void Open(byte[] packet) => _path.Inbound(packet);

    /// <summary>The Mobility Header that came out of IPsec.</summary>
    public byte[] TakeMessage()
    {
        if (_clear.Count == 0 && _messages.Wait(Patience)) _messages.Receive(new Late(this));
        var packet = Assert.Single(_clear);
        _clear.Clear();
        return packet;
    }

    /// <summary>The body of an ICMPv6 message of this type that came out of IPsec.</summary>
    public byte[] TakeDiscovery(byte type)
    {
        Discovery.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        var buffer = new byte[FrameLayout.BufferSize];
        for (var tries = 0; tries < 10; tries++)
        {
            var length = Discovery.Receive(buffer);
            if (buffer[0] == type) return buffer[..length];
        }
        throw new InvalidOperationException($"no ICMPv6 message of type {type}");
    }

    /// <summary>A UDP socket of an application.</summary>
    public UdpClient Application(IPAddress address) => Namespace.Run(() =>
    {
        var socket = new UdpClient(new IPEndPoint(address, NativePlan.Port));
        socket.Client.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        return socket;
    });

    public virtual void Dispose()
    {
        Discovery.Dispose();
        Associations.Dispose();
        _messages.Dispose();
        Kernel.Dispose();
        _tun.Dispose();
        Namespace.Dispose();
    }

    void IIpsecSink.Clear(ReadOnlySpan<byte> packet) => _clear.Add(packet.ToArray());

    /// <summary>The kernel greets new interfaces with packets of its own.</summary>
    void IIpsecSink.Protected(ReadOnlySpan<byte> packet)
    {
        if (packet[0] >> 4 == 6 && packet[6] == IpProtocol.Esp) _sealed.Add(packet.ToArray());
    }

    void IIpsecSink.Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => throw new InvalidOperationException($"discarded: {why}");

    private sealed class Late(IIpsecSink sink) : IFrameHandler
    {
        public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => sink.Clear(buffer.Slice(offset, length));
    }
}
