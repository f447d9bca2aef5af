using DsMip.Linux.Netlink.Xfrm;
using DsMip.MobileNode.Configuration;
using DsMip.MobileNode.Protection;
using DsMip.Testing;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>The mobile node's entries in the kernel's SPD, whatever becomes of them.</summary>
public sealed class KernelPoliciesTests : IDisposable
{
    private const string Payload = "priority 419140";
    private readonly NetworkNamespace _node = NetworkNamespace.Create();
    private readonly XfrmNetlink _kernel;

    public KernelPoliciesTests() => _kernel = _node.Run(() => new XfrmNetlink());

    private string Policies => _node.Ip("xfrm policy");

    public void Dispose()
    {
        _kernel.Dispose();
        _node.Dispose();
    }

    [NamespaceFact]
    public void Payload_that_has_to_be_sealed_is_not_let_out_before_the_node_knows_where_it_is()
    {
        using var policies = new KernelPolicies(_kernel, Options(protectPayload: true));
        Assert.Contains(Payload, Policies, StringComparison.Ordinal);
        policies.ReturnHome();
        Assert.DoesNotContain(Payload, Policies, StringComparison.Ordinal);
        policies.LeaveHome();
        Assert.Contains(Payload, Policies, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void Other_payload_is_nobodys_business()
    {
        using var policies = new KernelPolicies(_kernel, Options(protectPayload: false));
        policies.LeaveHome();
        Assert.DoesNotContain(Payload, Policies, StringComparison.Ordinal);
    }

    [NamespaceFact]
    public void A_start_after_a_crash_leaves_no_moment_without_the_entries_that_it_needs()
    {
        _ = new KernelPolicies(_kernel, Options(protectPayload: true));
        var before = _kernel.GetPolicies().Count;
        using var monitor = _node.Run(() => new XfrmMonitor());
        using var policies = new KernelPolicies(_kernel, Options(protectPayload: true));
        _node.Ip("xfrm policy flush");
        Assert.Equal([], Gone(monitor));
        policies.PutBack();
        Assert.Equal(before, _kernel.GetPolicies().Count);
    }

    [NamespaceFact]
    public void What_somebody_takes_away_comes_back_and_what_he_puts_there_instead_stays_his()
    {
        var policies = new KernelPolicies(_kernel, Options(protectPayload: true));
        _node.Ip("xfrm policy flush");
        _node.Ip("xfrm policy add dir out src 2001:db8:1::50/128 dst ::/0 priority 5 action block");
        policies.PutBack();
        Assert.Contains("priority 419100", Policies, StringComparison.Ordinal);
        policies.ReturnHome();
        Assert.Contains("priority 5", Policies, StringComparison.Ordinal);
        policies.Dispose();
        Assert.Equal(5u, Assert.Single(_kernel.GetPolicies()).Priority);
    }

    private static MobileNodeOptions Options(bool protectPayload) => Settings.Read(("Ipsec", "Kernel"), ("ProtectPayload", protectPayload ? "true" : "false"));

    // Until the flush.
    private static List<XfrmEvent> Gone(XfrmMonitor monitor)
    {
        var gone = new List<XfrmEvent>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var happened in monitor.ReadAllAsync(patience.Token).ToBlockingEnumerable(patience.Token))
        {
            if (happened is XfrmPoliciesFlushed) return gone;
            if (happened is XfrmPolicyGone) gone.Add(happened);
        }
        throw new TimeoutException("no word of the flush");
    }
}
