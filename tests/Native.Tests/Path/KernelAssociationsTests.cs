using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Testing;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>States and policies by the hand of ip(8), while somebody follows.</summary>
public sealed class KernelAssociationsTests : IDisposable
{
    private const uint Spi = 0x7001;
    private static readonly string Keys = $"aead rfc4106(gcm(aes)) 0x{new string('5', 40)} 128";
    private readonly NetworkNamespace _host = NetworkNamespace.Create();
    private readonly KernelAssociations _associations;
    private readonly XfrmNetlink _kernel;
    private readonly List<string> _problems = [];

    public KernelAssociationsTests()
    {
        _associations = _host.Run(() => new KernelAssociations(Plan.HomeAgent, atHomeAgent: true, _problems.Add));
        _kernel = _host.Run(() => new XfrmNetlink());
    }

    public void Dispose()
    {
        _associations.Dispose();
        _kernel.Dispose();
        _host.Dispose();
        Assert.Empty(_problems);
    }

    [NativeFact]
    public void What_is_there_at_the_start_is_known()
    {
        AddState(Spi, $"reqid 5 mode transport sel src {Plan.Home} dst {Plan.HomeAgent} proto mobility-header");
        _associations.Start();
        Assert.True(_associations.ProtectsBindingUpdates(Spi, out var home));
        Assert.Equal(Plan.Home, home);
        Assert.Equal($"{Plan.Home}/128 -> {Plan.HomeAgent}/128 mh", Assert.Single(_associations.Of(Plan.Home)).Selector);
    }

    [NativeFact]
    public void A_state_with_a_selector_is_known_when_it_comes_and_forgotten_when_it_goes()
    {
        _associations.Start();
        AddState(Spi, $"reqid 5 mode transport sel src {Plan.Home} dst {Plan.HomeAgent} proto mobility-header");
        Await(() => _associations.ProtectsBindingUpdates(Spi, out _));
        _host.Ip($"xfrm state delete src {Plan.Home} dst {Plan.HomeAgent} proto esp spi {Spi}");
        Await(() => !_associations.TryFindInbound(Spi, out _) && _associations.Of(Plan.Home).Count == 0);
    }

    [NativeFact]
    public void A_state_without_selector_is_known_by_its_policy_whichever_comes_first()
    {
        var policy = $"src {Plan.Home} dst {Plan.HomeAgent} proto mobility-header dir in";
        _associations.Start();
        AddState(Spi, "reqid 5 mode transport");
        Await(() => _associations.TryFindInbound(Spi, out _));
        Assert.False(_associations.ProtectsBindingUpdates(Spi, out _));

        _host.Ip($"xfrm policy add {policy} tmpl proto esp mode transport reqid 5");
        Await(() => _associations.ProtectsBindingUpdates(Spi, out _));
        AddState(Spi + 1, "reqid 5 mode transport");
        Await(() => _associations.ProtectsBindingUpdates(Spi + 1, out _));

        _host.Ip($"xfrm policy delete {policy}");
        Await(() => !_associations.ProtectsBindingUpdates(Spi, out _) && !_associations.ProtectsBindingUpdates(Spi + 1, out _));
    }

    [NativeFact]
    public void A_rekeying_is_noticed_by_the_new_spi_before_the_old_one_goes()
    {
        _associations.Start();
        _kernel.Add(Plan.State(AssociationPurpose.Signalling, true));
        Await(() => Is(AssociationPurpose.Signalling, 0));
        _kernel.Add(Plan.State(AssociationPurpose.Signalling, true, generation: 1));
        Await(() => Is(AssociationPurpose.Signalling, 0) && Is(AssociationPurpose.Signalling, 1));
        _kernel.EnsureNo(Plan.State(AssociationPurpose.Signalling, true).Id);
        Await(() => !Is(AssociationPurpose.Signalling, 0) && Is(AssociationPurpose.Signalling, 1));
    }

    [NativeFact]
    public void One_that_expires_is_gone()
    {
        _associations.Start();
        AddState(Spi, $"reqid 5 mode transport limit time-hard 2 sel src {Plan.Home} dst {Plan.HomeAgent} proto mobility-header");
        Await(() => _associations.TryFindInbound(Spi, out _));
        Await(() => !_associations.TryFindInbound(Spi, out _));
    }

    [NativeFact]
    public void Flushes_are_noticed()
    {
        _associations.Start();
        AddState(Spi, "reqid 5 mode transport");
        _host.Ip($"xfrm policy add src {Plan.Home} dst {Plan.HomeAgent} proto mobility-header dir in tmpl proto esp mode transport reqid 5");
        Await(() => _associations.ProtectsBindingUpdates(Spi, out _));
        _host.Ip("xfrm policy flush");
        Await(() => !_associations.ProtectsBindingUpdates(Spi, out _));
        _host.Ip("xfrm state flush");
        Await(() => !_associations.TryFindInbound(Spi, out _));
    }

    [NativeTheory]
    [InlineData(AssociationPurpose.Signalling)]
    [InlineData(AssociationPurpose.ReturnRoutability)]
    [InlineData(AssociationPurpose.PrefixDiscovery)]
    [InlineData(AssociationPurpose.Payload)]
    public void What_can_be_sealed_is_said_and_each_change_is_announced(AssociationPurpose purpose)
    {
        var changes = 0;
        _associations.Changed += () => Interlocked.Increment(ref changes);
        _associations.Start();
        _kernel.Add(Plan.State(purpose, fromMobileNode: true));
        Await(() => Is(purpose, 0));
        Assert.False(_associations.CanSeal(Plan.Home, purpose));
        _kernel.Add(Plan.State(purpose, fromMobileNode: false));
        Await(() => _associations.CanSeal(Plan.Home, purpose));
        Await(() => Volatile.Read(ref changes) == 2);
        Assert.True(_associations.TryFindOutbound(Plan.Home, Plan.Spi(purpose, false), out var outbound));
        Assert.False(outbound.Inbound);
    }

    [NativeFact]
    public void A_listener_that_ends_is_replaced_and_what_was_missed_is_listed()
    {
        var problems = new List<string>();
        var opened = 0;
        using var associations = _host.Run(() => new KernelAssociations(Plan.HomeAgent, atHomeAgent: true, problems.Add, () => opened++ == 0 ? new Broken() : new XfrmMonitor()));
        associations.Start();
        _kernel.Add(Plan.State(AssociationPurpose.Signalling, fromMobileNode: true));
        Await(() => associations.TryFindInbound(Plan.Spi(AssociationPurpose.Signalling, true), out _));
        Assert.Equal(2, opened);
        Assert.Single(problems);
    }

    private sealed class Broken : IXfrmEvents
    {
        public async IAsyncEnumerable<XfrmEvent> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (!cancellationToken.IsCancellationRequested) throw new Linux.LinuxException("receiving", Linux.Errno.ENOBUFS);
            yield break;
        }

        public void Dispose()
        {
        }
    }

    [NativeFact]
    [Clause("draft-3-api-native")]
    public void The_mobile_node_asks_about_what_it_sends()
    {
        using var associations = _host.Run(() => new KernelAssociations(Plan.HomeAgent, atHomeAgent: false));
        associations.Start();
        _kernel.Add(Plan.State(AssociationPurpose.Signalling, fromMobileNode: true));
        _kernel.Add(Plan.State(AssociationPurpose.Payload, fromMobileNode: true));
        Await(() => associations.CanSeal(Plan.Home, AssociationPurpose.Payload));
        Assert.True(associations.ProtectsBindingUpdates(Plan.Spi(AssociationPurpose.Signalling, true), out _));
        Assert.False(associations.ProtectsBindingUpdates(Plan.Spi(AssociationPurpose.Payload, true), out _));
    }

    [NativeFact]
    public void Thousands_are_kept_up_with()
    {
        const int many = 3000;
        _associations.Start();
        for (var i = 1; i <= many; i++)
        {
            var home = new Ipv6Address(Plan.Home.Value + (UInt128)i);
            var state = Plan.State(AssociationPurpose.Signalling, true, home: home);
            _kernel.Add(state with { Id = new XfrmStateId(Plan.HomeAgent, (uint)(0x10000 + i)), Parameters = Plan.Keys((uint)(0x10000 + i)) });
        }
        Await(() => _associations.ProtectsBindingUpdates(0x10000 + many, out var home) && home == new Ipv6Address(Plan.Home.Value + many));
        Assert.All(Enumerable.Range(1, many), i => Assert.True(_associations.ProtectsBindingUpdates((uint)(0x10000 + i), out _)));
    }

    private bool Is(AssociationPurpose purpose, int generation) =>
        _associations.TryFindInbound(Plan.Spi(purpose, true, generation), out var association) && association.Purpose == purpose;

    private void AddState(uint spi, string options)
    {
        // The selector comes last on ip's command line.
        var selector = options.IndexOf(" sel ", StringComparison.Ordinal);
        var (before, after) = selector < 0 ? (options, "") : (options[..selector], options[selector..]);
        var limit = before.IndexOf(" limit ", StringComparison.Ordinal);
        var (head, limits) = limit < 0 ? (before, "") : (before[..limit], before[limit..]);
        _host.Ip($"xfrm state add src {Plan.Home} dst {Plan.HomeAgent} proto esp spi {spi} {head} {Keys}{limits}{after}");
    }

    private static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)));
}
