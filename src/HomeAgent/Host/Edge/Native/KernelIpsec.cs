using DsMip.Configuration;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// What we put into the kernel's SAD and SPD for as long as we run: permanent policies of all mobile nodes, and the SAs that are keyed by hand. Of several edges
/// each has those that it was given numbers for.
/// </summary>
public sealed class KernelIpsec : IDisposable
{
    private readonly HomeAgentOptions _options;
    private readonly List<MobileNodeOptions> _temporary = [];

    private KernelIpsec(HomeAgentOptions options)
    {
        _options = options;
        Grants = options.SharesKernelIpsec ? new NumberGrants() : null;
        try
        {
            Policies = new InstalledPolicies(Kernel);
        }
        catch
        {
            Kernel.Dispose();
            Questions.Dispose();
            throw;
        }
    }

    /// <summary>For changes.</summary>
    public XfrmNetlink Kernel { get; } = new();

    /// <summary>For the edge's thread, which does not wait for changes that somebody makes.</summary>
    public XfrmNetlink Questions { get; } = new();

    /// <summary>Under <see cref="Gate"/>.</summary>
    public InstalledPolicies Policies { get; }

    public Lock Gate { get; } = new();

    /// <summary>Null: this is the only edge, and all is its own.</summary>
    internal NumberGrants? Grants { get; }

    // Under the gate.
    private IEnumerable<MobileNodeOptions> Held => _options.MobileNodes.Concat(_temporary).Where(node => Grants?.Holds(node.HomeAddress) != false);

    /// <exception cref="ConfigurationException">The kernel has no IPsec for us, or refuses what the configuration asks for.</exception>
    public static KernelIpsec Open(HomeAgentOptions options, IBindingStore store)
    {
        KernelIpsec? ipsec = null;
        try
        {
            XfrmFeatures.Require([.. Suites(options).Distinct()]);
            ipsec = new KernelIpsec(options);
            ipsec.Install(store);
            return ipsec;
        }
        catch (Exception e) when (e is LinuxException or ConfigurationException)
        {
            ipsec?.Dispose();
            throw e as ConfigurationException ?? new ConfigurationException("Ipsec", e.Message);
        }
    }

    /// <summary>Puts back what somebody has taken away of ours.</summary>
    /// <returns>Was anything missing?</returns>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public bool Repair(IBindingStore store)
    {
        var missing = false;
        lock (Gate)
        {
            var present = Kernel.GetPolicies().Select(policy => (policy.Selector, policy.Direction)).ToHashSet();
            foreach (var policy in Held.SelectMany(Permanent))
            {
                if (present.Contains((policy.Selector, policy.Direction))) continue;
                Policies.Install([policy]);
                missing = true;
            }
        }
        for (var i = 0; i < _options.MobileNodes.Length; i++)
        {
            var node = _options.MobileNodes[i];
            if (node.Keys is not { } keys || Grants?.Holds(node.HomeAddress) == false || IsInstalled(node, keys)) continue;
            // How far they got is gone with them: then there have to be others.
            if (Grants is not null) Grants.GiveBack(node.HomeAddress);
            else Install(node, keys, store, $"MobileNodes:{i}");
            missing = true;
        }
        return missing;
    }

    /// <summary>In place of what is there under an older claim.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public void Install(MobileNodeOptions node, NumbersClaimed claimed)
    {
        if (node.Keys is not { } keys) return;
        var accepted = claimed.InboundFingerprint == keys.BindingUpdate.Fingerprint ? claimed.InboundAccepted : 0;
        lock (Gate)
        {
            Policies.Install(Permanent(node));
            ManualAssociations.Install(
                Kernel, true, _options.HomeAgentAddress, node.HomeAddress, keys.BindingUpdate.Parameters, keys.BindingAcknowledgement.Parameters,
                claimed.OutboundUsed, accepted);
        }
    }

    /// <summary>The permanent policies of a mobile node that IKE has given a home address to, whose keys are by IKE.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public void Add(MobileNodeOptions node)
    {
        lock (Gate)
        {
            Policies.Install(Permanent(node));
            _temporary.Add(node);
        }
    }

    /// <summary>After <see cref="Add"/>.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public void Remove(MobileNodeOptions node)
    {
        lock (Gate)
        {
            _temporary.Remove(node);
            Policies.Remove(Permanent(node));
        }
    }

    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public void Withdraw(MobileNodeOptions node)
    {
        lock (Gate)
        {
            if (node.Keys is { } keys) Withdraw(node, keys);
            Policies.Remove(Permanent(node));
        }
    }

    public void Dispose()
    {
        foreach (var node in _options.MobileNodes.Concat(_temporary))
        {
            Try(() => Policies.Remove(Permanent(node)));
            if (node.Keys is { } keys) Try(() => Withdraw(node, keys));
        }
        Kernel.Dispose();
        Questions.Dispose();
    }

    private void Install(IBindingStore store)
    {
        for (var i = 0; i < _options.MobileNodes.Length; i++)
        {
            var node = _options.MobileNodes[i];
            if (Grants is null) Policies.Install(Permanent(node));
            if (node.Keys is not { } keys) continue;
            if (Grants is null) Install(node, keys, store, $"MobileNodes:{i}");
            else Withdraw(node, keys);
        }
    }

    private IReadOnlyList<XfrmPolicy> Permanent(MobileNodeOptions node) => MobilityPolicies.Permanent(true, _options.HomeAgentAddress, node.HomeAddress);

    private bool IsInstalled(MobileNodeOptions node, SignallingKeys keys) =>
        Kernel.Find(ManualAssociations.InboundId(true, _options.HomeAgentAddress, node.HomeAddress, keys.BindingUpdate.Spi)) is not null
        && Kernel.Find(ManualAssociations.OutboundId(true, _options.HomeAgentAddress, node.HomeAddress, keys.BindingAcknowledgement.Spi)) is not null;

    /// <summary>From where the journal knows that they got to: a number used twice is a nonce used twice (RFC 4106 2).</summary>
    private void Install(MobileNodeOptions node, SignallingKeys keys, IBindingStore store, string key)
    {
        var durable = store.Newest(node.HomeAddress)?.State?.Esp ?? default;
        var accepted = durable.InboundFingerprint == keys.BindingUpdate.Fingerprint ? durable.InboundAccepted : 0;
        try
        {
            ManualAssociations.Install(
                Kernel, true, _options.HomeAgentAddress, node.HomeAddress, keys.BindingUpdate.Parameters, keys.BindingAcknowledgement.Parameters,
                durable.OutboundReserved, accepted);
        }
        catch (LinuxException e) when (e.Errno == Errno.EEXIST)
        {
            throw new ConfigurationException(key, $"an SPI is in use in the kernel by an association that is not ours: {e.Message}");
        }
    }

    private void Withdraw(MobileNodeOptions node, SignallingKeys keys) => ManualAssociations.Remove(
        Kernel, true, _options.HomeAgentAddress, node.HomeAddress, keys.BindingUpdate.Spi, keys.BindingAcknowledgement.Spi);

    private static IEnumerable<EspSuite> Suites(HomeAgentOptions options) =>
        from keys in options.MobileNodes.Select(node => node.Keys).OfType<SignallingKeys>()
        from association in (SignallingAssociation[])[keys.BindingUpdate, keys.BindingAcknowledgement]
        select association.Parameters.Suite;

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (LinuxException)
        {
            // At the end there is nothing better to do than to take away what can be taken away.
        }
    }
}
