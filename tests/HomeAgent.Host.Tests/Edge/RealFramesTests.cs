using System.Net;
using System.Net.Sockets;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>The daemon on a network: what it must do, and what it must not be talked into.</summary>
[Collection(NetworkCollection.Name)]
public sealed class RealFramesTests : IDisposable
{
    private const string Correspondent = "2001:db8:f::2";
    private const int CorrespondentPort = 7777;
    private const int MobileNodePort = 5555;
    private static readonly IPEndPoint HomeAgent = new(IPAddress.Parse("198.51.100.1"), Port.DsMip);

    private readonly HomeAgentProcess _daemon = new();
    private readonly MobileNode _alice = new(Configured.Options(), Configured.Alice);
    private readonly MobileNode _bob = new(Configured.Options(), Configured.Bob);
    private readonly Socket _care;
    private readonly Socket _elsewhere;

    public RealFramesTests()
    {
        _care = _daemon.OpenOutside("198.51.100.2");
        _elsewhere = _daemon.OpenOutside("198.51.100.3");
    }

    public void Dispose()
    {
        _care.Dispose();
        _elsewhere.Dispose();
        _daemon.Dispose();
    }

    [NamespaceFact]
    [Clause("6275-10.4.1-routed", "6275-10.4.2-tunnel", "6275-10.4.5-decapsulate", "5555-4.5-accept", "5555-4.5.1-downlink", "trap-no-redirect", "6275-10.4.5-redirect")]
    public async Task A_registration_carries_payload_both_ways_and_outlives_a_kill()
    {
        await _daemon.StartAsync();
        Assert.Equal(BindingStatus.Accepted, Register(1).Status);
        using var correspondent = _daemon.OpenOutside(Correspondent, CorrespondentPort);

        _care.SendTo(InnerDatagram(_alice.HomeAddress, "up"u8), HomeAgent);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(Configured.Alice), MobileNodePort), ReceiveFrom(correspondent, "up"));
        AssertDownlink(correspondent);

        await AssertNoRedirectAsync();
        AssertDownlink(correspondent);

        _daemon.Kill();
        await _daemon.StartAsync();

        AssertDownlink(correspondent);
        var binding = await _daemon.BindingAsync(Configured.Alice);
        Assert.Equal(1, binding!.Value.GetProperty("sequence").GetInt32());
        Assert.Equal(BindingStatus.Accepted, Register(2).Status);
    }

    [NamespaceFact]
    public async Task A_daemon_whose_tunnel_interface_is_gone_ends_with_an_exit_code_of_failure()
    {
        await _daemon.StartAsync();
        _daemon.Inside.Ip("link delete dsmip0");
        Assert.Equal(1, await _daemon.EndAsync());
    }

    [NamespaceFact]
    [Clause("6275-10.4.5-outer-source")]
    public async Task What_is_forged_changes_nothing_and_is_counted()
    {
        await _daemon.StartAsync();
        Register(1);
        var genuine = _alice.Seal(MobileNode.Update(2));
        _care.SendTo(genuine, HomeAgent);
        Assert.True(_alice.Open(Receive(_care)).IsAccepted);
        var before = await BindingText();

        await ExpectDrop("UnprotectedSignalling", _elsewhere, SignallingPackets.Write(MobileNode.Update(3), _alice.HomeAddress, Ipv6Address.Parse(Configured.HomeAgent)));
        await ExpectDrop("SelectorMismatch", _elsewhere, _bob.Seal(MobileNode.Update(3), source: _alice.HomeAddress));
        await ExpectDrop("ReplayedPacket", _care, genuine);
        await ExpectDrop("ReplayedPacket", _elsewhere, genuine);
        var altered = _alice.Seal(MobileNode.Update(3));
        altered[^1] ^= 1;
        await ExpectDrop("SecurityFailure", _elsewhere, altered);
        var stranger = _alice.Seal(MobileNode.Update(4));
        stranger[40] ^= 1;
        await ExpectDrop("UnknownSecurityParametersIndex", _elsewhere, stranger);
        await ExpectDrop("BadVersion", _elsewhere, [0xde, 0xad, 0xbe, 0xef]);
        await ExpectDrop("Truncated", _elsewhere, [0x60, 0, 0, 0]);
        await ExpectDrop("OuterSourceMismatch", _elsewhere, InnerDatagram(_alice.HomeAddress, "spoof"u8));
        await ExpectDrop("UnknownHomeAddress", _care, InnerDatagram(_bob.HomeAddress, "spoof"u8));

        Assert.Equal(before, await BindingText());
        Assert.Null(await _daemon.BindingAsync(Configured.Bob));
    }

    [NamespaceFact]
    [Clause("4877-5-old-tunnel")]
    public async Task The_heuristic_registers_moves_and_refreshes_and_leaves_forgeries_to_ipsec()
    {
        await _daemon.StartAsync("--SpiTechnique=Heuristic");
        Assert.Equal(BindingStatus.Accepted, Register(1).Status);
        Assert.Equal(BindingStatus.Accepted, Register(2).Status);
        Assert.Equal(BindingStatus.Accepted, _alice.Exchange(_elsewhere, HomeAgent, MobileNode.Update(3)).Status);
        var before = await BindingText();
        Assert.Contains("198.51.100.3", before, StringComparison.Ordinal);

        var stranger = _alice.Seal(MobileNode.Update(4));
        stranger[Ipv6Header.Size] ^= 1;
        await ExpectDrop("UnknownSecurityParametersIndex", _care, stranger);
        Assert.Equal(before, await BindingText());
    }

    [NamespaceFact]
    public async Task Random_bytes_do_no_harm()
    {
        await _daemon.StartAsync();
        Register(1);
        var before = await BindingText();
        var random = new Random(4191);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            // Half of them look like IPv6 at first sight.
            if (i % 2 == 0 && bytes.Length > 0) bytes[0] = 0x60;
            _elsewhere.SendTo(bytes, HomeAgent);
        }
        Assert.Equal(before, await BindingText());
        Assert.Equal(BindingStatus.Accepted, Register(2).Status);
    }

    [NamespaceFact]
    public async Task An_end_leaves_nothing_behind()
    {
        await _daemon.StartAsync();
        Assert.Contains("dsmip0", _daemon.Inside.Ip("-6 route show"), StringComparison.Ordinal);
        Assert.Contains("4191", _daemon.Inside.Ip("-6 rule show"), StringComparison.Ordinal);

        Assert.Equal(0, _daemon.Terminate());

        Assert.DoesNotContain("dsmip0", _daemon.Inside.Ip("-6 route show"), StringComparison.Ordinal);
        Assert.DoesNotContain("4191", _daemon.Inside.Ip("-6 rule show"), StringComparison.Ordinal);
        Assert.DoesNotContain("4191", _daemon.Inside.Ip("rule show"), StringComparison.Ordinal);
        Assert.Equal("", _daemon.Inside.Execute("nft", "list", "ruleset"));
    }

    [NamespaceFact]
    public async Task A_machine_that_is_not_fit_is_told_so_in_one_line()
    {
        using (var taken = _daemon.Inside.Run(() => new UdpClient(HomeAgent)))
            AssertComplaint(await _daemon.FailAsync(), "HomeAgentIpv4Address", "EADDRINUSE");
        AssertComplaint(await _daemon.FailAsync("--HomeAgentIpv4Address=198.51.100.77"), "HomeAgentIpv4Address", "EADDRNOTAVAIL");
        AssertComplaint(await _daemon.FailAsync("--Cluster:Host=198.51.100.1"), "Cluster:Host", "not a loopback address");
        AssertComplaint(await _daemon.FailAsync("--HomeLink=nolink0"), "HomeLink", "nolink0");
        if (_daemon.Inside.Run(() => XfrmFeatures.FindMissing()) is { } missing) AssertComplaint(await _daemon.FailAsync("--Ipsec=Kernel"), "Ipsec", missing.Message);
        AssertComplaint(await _daemon.FailAsync("--Store:ConnectionString=Data Source=/proc/x/y.db"), "Store:ConnectionString", "/proc/x/y.db");
        _daemon.Inside.Ip("link add dsmip0 type veth peer name other0");
        AssertComplaint(await _daemon.FailAsync(), "TunnelInterface", "dsmip0");
        _daemon.Inside.Ip("link delete dsmip0");
        _daemon.Inside.Sysctl("net.ipv6.conf.all.forwarding", "0");
        AssertComplaint(await _daemon.FailAsync(), "net.ipv6.conf.all.forwarding", "sysctl -w net.ipv6.conf.all.forwarding=1");
        Assert.Equal("", _daemon.Inside.Execute("nft", "list", "ruleset"));
    }

    private static void AssertComplaint((int ExitCode, string Errors) end, string key, string reason)
    {
        Assert.Equal(2, end.ExitCode);
        var line = Assert.Single(end.Errors.TrimEnd('\n').Split('\n'));
        Assert.StartsWith($"dsmip-ha: {key}: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }

    private BindingAcknowledgement Register(int sequence) => _alice.Exchange(_care, HomeAgent, MobileNode.Update(sequence));

    private async Task ExpectDrop(string reason, Socket from, byte[] datagram)
    {
        var before = await _daemon.DropsAsync(reason);
        from.SendTo(datagram, HomeAgent);
        for (var i = 0; await _daemon.DropsAsync(reason) == before; i++)
        {
            Assert.True(i < 200, $"not counted as {reason}");
            await Task.Delay(20);
        }
    }

    /// <summary>As the kernel sends them when a packet leaves by the interface that it came by; the next packet out of the tunnel is another one.</summary>
    private async Task AssertNoRedirectAsync()
    {
        using var router = _daemon.Outside.Run(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6));
        byte[] redirect = [137, .. new byte[39]];
        router.SendTo(redirect, new IPEndPoint(IPAddress.Parse(Configured.Alice), 0));
        for (var i = 0; await _daemon.DropsAsync("Redirect") == 0; i++)
        {
            Assert.True(i < 200, "not counted as Redirect");
            await Task.Delay(20);
        }
    }

    private async Task<string> BindingText() => (await _daemon.BindingAsync(Configured.Alice))!.Value.GetRawText();

    /// <summary>Out of the tunnel comes what the correspondent sent to the home address.</summary>
    private void AssertDownlink(Socket correspondent)
    {
        correspondent.SendTo("down"u8.ToArray(), new IPEndPoint(IPAddress.Parse(Configured.Alice), MobileNodePort));
        var inner = Receive(_care);
        Assert.True(Ipv6Header.TryRead(inner, out var header, out _));
        Assert.Equal((Ipv6Address.Parse(Correspondent), _alice.HomeAddress), (header.Source, header.Destination));
        Assert.Equal("down"u8, inner.AsSpan(Ipv6Header.Size + UdpHeader.Size));
    }

    private static byte[] InnerDatagram(Ipv6Address source, ReadOnlySpan<byte> text)
    {
        var destination = Ipv6Address.Parse(Correspondent);
        var length = (ushort)(UdpHeader.Size + text.Length);
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, length, IpProtocol.Udp, 64, source, destination).Write(packet);
        var datagram = packet.AsSpan(Ipv6Header.Size);
        new UdpHeader(MobileNodePort, CorrespondentPort, length).Write(datagram);
        text.CopyTo(datagram[UdpHeader.Size..]);
        var checksum = PseudoHeader.Checksum(source, destination, IpProtocol.Udp, datagram);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(datagram[6..], checksum == 0 ? ushort.MaxValue : checksum);
        return packet;
    }

    private static byte[] Receive(Socket socket)
    {
        var buffer = new byte[2000];
        return buffer[..socket.Receive(buffer)];
    }

    private static IPEndPoint ReceiveFrom(Socket socket, string text)
    {
        var buffer = new byte[2000];
        EndPoint from = new IPEndPoint(IPAddress.IPv6Any, 0);
        var length = socket.ReceiveFrom(buffer, ref from);
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(buffer, 0, length));
        return (IPEndPoint)from;
    }
}
