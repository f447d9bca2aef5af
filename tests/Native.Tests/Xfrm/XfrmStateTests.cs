using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Xfrm;

public sealed class XfrmStateTests : IDisposable
{
    private readonly XfrmHost _host = new();

    public static TheoryData<EspSuite, string> Suites { get; } = new()
    {
        { EspSuite.AesGcm128, "aead rfc4106(gcm(aes)) 0x1112131415161718191a1b1c1d1e1f2021222324 (160 bits) 128" },
        { EspSuite.AesGcm256, "aead rfc4106(gcm(aes)) 0x1112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334 (288 bits) 128" },
        { EspSuite.AesCbc128HmacSha256, Sha256 + " enc cbc(aes) 0x1112131415161718191a1b1c1d1e1f20 (128 bits)" },
        { EspSuite.AesCbc256HmacSha256, Sha256 + " enc cbc(aes) 0x1112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30 (256 bits)" },
        { EspSuite.NullHmacSha256, Sha256 + " enc ecb(cipher_null)" },
        {
            EspSuite.AesCbc128HmacSha1,
            "auth-trunc hmac(sha1) 0x808182838485868788898a8b8c8d8e8f90919293 (160 bits) 96 enc cbc(aes) 0x1112131415161718191a1b1c1d1e1f20 (128 bits)"
        },
    };

    private const string Sha256 = "auth-trunc hmac(sha256) 0x808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f (256 bits) 128";

    public void Dispose() => _host.Dispose();

    [NativeTheory]
    [MemberData(nameof(Suites))]
    public void Each_suite_is_what_ip_shows_with_and_without_extended_sequence_numbers(EspSuite suite, string shown)
    {
        foreach (var extended in new[] { true, false })
        {
            _host.Kernel.Replace(XfrmHost.State(suite, extended));
            var states = _host.States;
            Assert.Contains(shown, states);
            Assert.Equal(extended, states.Contains(" esn (0x10", StringComparison.Ordinal));
        }
    }

    [NativeFact]
    public void Transport_mode_for_mobility_headers_is_what_ip_shows()
    {
        _host.Kernel.Add(XfrmHost.State() with { Selector = XfrmHost.MobilityHeaders });
        Assert.Contains("src 2001:db8::5 dst 2001:db8::1 proto esp spi 0x00001001(4097) reqid 7(0x00000007) mode transport", _host.States);
        Assert.Contains("sel src 2001:db8::5/128 dst 2001:db8::1/128 proto mobility-header uid 0", _host.States);
        Assert.Contains("replay_window 64, bitmap-length 2", _host.States);
        Assert.Contains("limit: soft (INF)(bytes), hard (INF)(bytes) limit: soft (INF)(packets), hard (INF)(packets)", _host.States);
        Assert.Contains("expire add: soft 0(sec), hard 0(sec) expire use: soft 0(sec), hard 0(sec)", _host.States);
    }

    [NativeFact]
    [Clause("4877-4.3-mh-types", "4877-4.3-icmp-types")]
    public void A_type_of_mobility_header_or_icmpv6_is_the_source_port_with_a_full_mask()
    {
        _host.Kernel.Add(XfrmHost.State() with { Selector = XfrmHost.MobilityHeaders with { SourcePort = 5 } });
        Assert.Contains("proto mobility-header type 5 uid 0", _host.States);
        _host.Kernel.Replace(XfrmHost.State() with { Selector = XfrmHost.MobilityHeaders with { Protocol = IpProtocol.Icmpv6, SourcePort = 146, DestinationPort = 0 } });
        Assert.Contains("proto ipv6-icmp type 146 code 0", _host.States);
    }

    [NativeFact]
    public void A_tunnel_of_both_families_is_what_ip_shows()
    {
        _host.Kernel.Add(XfrmHost.State() with { Mode = XfrmMode.Tunnel, AnyFamily = true });
        Assert.Contains("mode tunnel", _host.States);
        Assert.Contains("af-unspec", _host.States);
        Assert.DoesNotContain("sel src ::/0", _host.States);
    }

    [NativeFact]
    public void An_ipv4_state_is_what_ip_shows()
    {
        var id = new XfrmStateId(Ipv4Address.Parse("192.0.2.1"), 0x2002);
        var state = new XfrmState(id, Ipv4Address.Parse("198.51.100.7"), XfrmMode.Tunnel) { Parameters = XfrmHost.Keys(EspSuite.AesGcm128, false) };
        _host.Kernel.Add(state);
        Assert.Contains("src 198.51.100.7 dst 192.0.2.1 proto esp spi 0x00002002(8194)", _host.States);
        Assert.Equal(state.Source, _host.Kernel.Find(id)!.Source);
        Assert.True(_host.Kernel.EnsureNo(id));
        Assert.Empty(_host.States);
    }

    [NativeFact]
    public void What_we_install_we_list_without_its_keys()
    {
        var typed = XfrmHost.MobilityHeaders with { SourcePort = 5 };
        XfrmState[] states =
        [
            XfrmHost.State() with { Selector = typed },
            XfrmHost.State(EspSuite.NullHmacSha256, false) with { Id = new(XfrmHost.HomeAgent, 0x1002), ReplayWindow = 32 },
            XfrmHost.State(EspSuite.AesCbc128HmacSha256) with { Id = new(XfrmHost.HomeAgent, 0x1003), ReplayWindow = 4096, Mode = XfrmMode.Tunnel, AnyFamily = true },
        ];
        foreach (var state in states) _host.Kernel.Add(state);
        var listed = _host.Kernel.GetStates().OrderBy(state => state.Id.Spi).ToArray();
        Assert.Equal(states.Select(state => state with { Parameters = null }), listed.Select(state => state with { Replay = null }));
        Assert.All(listed, state => Assert.Equal((0ul, 0ul, state.ReplayWindow), (state.Replay!.OutboundLast, state.Replay.InboundHighest, state.Replay.Window)));
        Assert.All(states, state => Assert.Equal(state with { Parameters = null }, _host.Kernel.Find(state.Id)! with { Replay = null }));
    }

    [NativeFact]
    public void What_ip_installs_we_list()
    {
        _host.AddByIp("mode transport reqid 9 replay-window 32 sel src 2001:db8::5/128 dst 2001:db8::1/128 proto 135 type 5");
        var state = Assert.Single(_host.Kernel.GetStates());
        Assert.Equal(
            new XfrmState(XfrmHost.StateId, XfrmHost.Node, XfrmMode.Transport)
            {
                Reqid = 9,
                ReplayWindow = 32,
                Selector = XfrmHost.MobilityHeaders with { SourcePort = 5 },
                Replay = new XfrmReplay(0, 0) { Window = 32, Bitmap = [0] },
            },
            state);
    }

    [NativeFact]
    public void A_tunnel_that_ip_installs_has_no_selector()
    {
        _host.AddByIp("mode tunnel flag af-unspec flag esn replay-window 128");
        var state = Assert.Single(_host.Kernel.GetStates());
        Assert.Equal((XfrmMode.Tunnel, null, true, 128u), (state.Mode, state.Selector, state.AnyFamily, state.ReplayWindow));
        _host.Kernel.EnsureNo(state.Id);
        _host.AddByIp("mode tunnel");
        Assert.Equal((null, false), (_host.Kernel.Find(state.Id)!.Selector, _host.Kernel.Find(state.Id)!.AnyFamily));
    }

    [NativeFact]
    public void Placeholders_and_other_protocols_are_not_listed()
    {
        _host.Namespace.Ip($"xfrm state allocspi src {XfrmHost.Node} dst {XfrmHost.HomeAgent} proto esp mode transport min 0x3000 max 0x3000");
        _host.Namespace.Ip($"xfrm state add src {XfrmHost.Node} dst {XfrmHost.HomeAgent} proto ah spi 0x4000 auth-trunc hmac(sha256) 0x{new string('5', 64)} 128");
        Assert.Contains("spi 0x00003000", _host.States);
        Assert.Contains("spi 0x00004000", _host.States);
        Assert.Empty(_host.Kernel.GetStates());
        Assert.Null(_host.Kernel.Find(new XfrmStateId(XfrmHost.HomeAgent, 0x3000)));
    }

    [NativeFact]
    public void Add_is_strict_and_replace_and_ensure_are_not()
    {
        Assert.False(_host.Kernel.EnsureNo(XfrmHost.StateId));
        Assert.Null(_host.Kernel.Find(XfrmHost.StateId));
        _host.Kernel.Replace(XfrmHost.State());
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => _host.Kernel.Add(XfrmHost.State())).Errno);
        Assert.True(_host.Kernel.EnsureNo(XfrmHost.StateId));
        Assert.Empty(_host.States);
    }

    [NativeFact]
    public void Replace_takes_keys_reqid_and_numbers_of_the_new_one()
    {
        _host.Kernel.Add(XfrmHost.State() with { Replay = new XfrmReplay(1000, 1000) });
        _host.Kernel.Replace(XfrmHost.State(EspSuite.AesCbc128HmacSha256) with { Reqid = 8, Replay = new XfrmReplay(5, 6) });
        Assert.Contains("reqid 8", _host.States);
        Assert.Contains("cbc(aes)", _host.States);
        Assert.DoesNotContain("gcm", _host.States);
        Assert.Equal((5ul, 6ul), (_host.Kernel.GetReplay(XfrmHost.StateId).OutboundLast, _host.Kernel.GetReplay(XfrmHost.StateId).InboundHighest));
    }

    [NativeFact]
    public void What_the_kernel_would_misread_is_not_sent()
    {
        Assert.Throws<ArgumentException>(() => _host.Kernel.Add(XfrmHost.State() with { Parameters = null }));
        Assert.Throws<ArgumentException>(() => _host.Kernel.Add(XfrmHost.State() with { ReplayWindow = 0 }));
        Assert.Throws<ArgumentException>(() => _host.Kernel.Add(XfrmHost.State() with { ReplayWindow = 4097 }));
        Assert.Empty(_host.States);
    }

    [NativeFact]
    public void Many_states_are_all_listed()
    {
        const int count = 3000;
        for (uint spi = 0; spi < count; spi++) _host.Kernel.Add(XfrmHost.State() with { Id = new(XfrmHost.HomeAgent, 0x10000 + spi) });
        Assert.Equal(count, _host.Kernel.GetStates().Select(state => state.Id).Distinct().Count());
    }

    [NativeFact]
    public void Two_namespaces_are_separate()
    {
        using var other = new XfrmHost();
        _host.Kernel.Add(XfrmHost.State());
        _host.Kernel.Ensure(new XfrmPolicy(XfrmHost.MobilityHeaders, XfrmDirection.In, 1));
        Assert.Empty(other.Kernel.GetStates());
        Assert.Empty(other.Kernel.GetPolicies());
        Assert.Single(_host.Kernel.GetStates());
    }
}
