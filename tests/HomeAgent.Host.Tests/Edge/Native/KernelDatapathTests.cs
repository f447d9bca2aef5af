using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>What hangs on a binding in the kernel comes and goes with it.</summary>
public sealed class KernelDatapathTests : IAwayPolicies, IDisposable
{
    private static readonly HomeAddresses Alice = new(Ipv6Address.Parse(Configured.Alice), Ipv4Address.Parse("10.10.0.10"));
    private static readonly HomeAddresses Bob = new(Ipv6Address.Parse(Configured.Bob), default);
    private readonly ManualClock _clock = new();
    private readonly BindingTable _table = new();
    private readonly ProtectedHomes _homes = new();
    private readonly List<string> _calls = [];
    private readonly KernelDatapath _datapath;
    private bool _refuses;
    private Action? _observe;

    public KernelDatapathTests()
    {
        var options = Configured.Options(("Ipsec", "Kernel"), ("MobileNodes:0:ProtectPayload", "true"));
        var preBinding = new PreBindingPaths(options.HomeAgentAddress, _ => true, PreBindingLimits.Default);
        _datapath = new KernelDatapath(
            _table, this, new ConfiguredMobileNodes(options), _homes, preBinding, _clock, NullLogger<KernelDatapath>.Instance);
    }

    public void Dispose() => _datapath.Dispose();

    [Fact]
    [Clause("4877-4.2-return")]
    public void Policies_are_in_force_from_the_first_binding_to_the_last_one_and_moves_change_nothing()
    {
        Put(Alice, 1, "192.0.2.1");
        Put(Alice, 2, "192.0.2.2");
        Assert.True(_table.TryFind(Alice.Ipv6, _clock.Now, out var tunnel));
        Assert.Equal(Ipv4Address.Parse("192.0.2.2"), tunnel.Remote.AsIpv4);
        ExpectCalls($"+{Alice.Ipv6} {Alice.Ipv4} payload");

        _datapath.Remove(Alice, 2);
        ExpectCalls($"-{Alice.Ipv6} {Alice.Ipv4} payload");
        Put(Alice, 1, "192.0.2.1");
        ExpectCalls($"+{Alice.Ipv6} {Alice.Ipv4} payload", $"-{Alice.Ipv6} {Alice.Ipv4} payload");
    }

    /// <summary>In between there is no moment without the policies that both need, nor a tunnel without policies.</summary>
    [Fact]
    public void Another_ipv4_home_address_has_other_policies_and_what_both_need_stays()
    {
        var other = Alice with { Ipv4 = Ipv4Address.Parse("10.10.0.11") };
        Put(Alice, 1, "192.0.2.1");
        _observe = () =>
        {
            Assert.True(_homes.Contains(Alice.Ipv6) && _homes.Contains(other.Ipv4));
            // Until the table knows the new one, packets of the old one go into the tunnel.
            Assert.True(_homes.Contains(Alice.Ipv4));
            Assert.Equal(_calls.Count == 1, _table.TryFind(Alice.Ipv4, _clock.Now, out _));
        };
        Put(other, 2, "192.0.2.1");
        _observe = null;
        ExpectCalls($"+{Alice.Ipv6} {Alice.Ipv4} payload", $"+{Alice.Ipv6} {other.Ipv4} payload", $"-{Alice.Ipv6} {Alice.Ipv4} payload but {other.Ipv4}");
        Assert.True(_homes.Contains(Alice.Ipv6));
        Assert.False(_homes.Contains(Alice.Ipv4));
    }

    [Fact]
    public void What_the_kernel_refused_is_tried_again_with_the_next_binding_update()
    {
        _refuses = true;
        Put(Bob, 1, "192.0.2.1");
        _refuses = false;
        Put(Bob, 2, "192.0.2.1");
        Put(Bob, 3, "192.0.2.1");
        ExpectCalls($"+{Bob.Ipv6} 0.0.0.0 ");
    }

    [Fact]
    [Clause("6275-10.4.2-ipsec-first", "4877-4.2-return")]
    public void Payload_has_to_be_protected_for_whom_it_is_configured_and_while_away()
    {
        Assert.True(_homes.IsEmpty);
        Put(Alice, 1, "192.0.2.1");
        Put(Bob, 1, "192.0.2.1");
        Assert.True(_homes.Contains(Alice.Ipv6) && _homes.Contains(Alice.Ipv4));
        Assert.False(_homes.Contains(Bob.Ipv6));
        Assert.Contains($"+{Bob.Ipv6} 0.0.0.0 ", _calls);

        _datapath.Remove(Alice, 1);
        Assert.True(_homes.IsEmpty);
    }

    [Fact]
    public void A_kernel_that_refuses_lets_nothing_pass_in_the_clear()
    {
        _refuses = true;
        Put(Alice, 1, "192.0.2.1");
        Assert.True(_table.TryFind(Alice.Ipv6, _clock.Now, out _));
        Assert.True(_homes.Contains(Alice.Ipv6));
    }

    [Fact]
    public void The_end_takes_away_what_is_there()
    {
        Put(Bob, 1, "192.0.2.1");
        _datapath.Dispose();
        ExpectCalls($"+{Bob.Ipv6} 0.0.0.0 ", $"-{Bob.Ipv6} 0.0.0.0 ");
    }

    void IAwayPolicies.Install(in HomeAddresses home, bool protectsPayload) => Call('+', home, protectsPayload);

    void IAwayPolicies.Remove(in HomeAddresses home, bool protectsPayload, HomeAddresses? kept) => Call('-', home, protectsPayload, kept);

    private void Call(char what, in HomeAddresses home, bool protectsPayload, HomeAddresses? kept = null)
    {
        if (_refuses) throw new LinuxException("trying", Errno.EPERM);
        _observe?.Invoke();
        _calls.Add($"{what}{home.Ipv6} {home.Ipv4} {(protectsPayload ? "payload" : "")}{(kept is { } other ? $" but {other.Ipv4}" : "")}");
    }

    private void Put(HomeAddresses home, long version, string remote) => _datapath.Put(
        home, new BidirectionalTunnel(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse(remote), Port.DsMip, 4000), version, _clock.Now.AddHours(1));

    private void ExpectCalls(params string[] calls)
    {
        Assert.Equal(calls, _calls);
        _calls.Clear();
    }
}
