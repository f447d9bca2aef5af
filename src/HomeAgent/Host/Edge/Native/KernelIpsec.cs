using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>What we put into the kernel's SAD and SPD for as long as we run: permanent policies of all mobile nodes, and the SAs that are keyed by hand.</summary>
public sealed class KernelIpsec : IDisposable
{
    private readonly HomeAgentOptions _options;

    private KernelIpsec(HomeAgentOptions options)
    {
        _options = options;
        try
        {
            Policies = new InstalledPolicies(Kernel);
        }
        catch
        {
            Kernel.Dispose();
            throw;
        }
    }

    public XfrmNetlink Kernel { get; } = new();

    /// <summary>One thread at a time.</summary>
    public InstalledPolicies Policies { get; }

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

    public void Dispose()
    {
        foreach (var node in _options.MobileNodes)
        {
            Try(() => Policies.Remove(MobilityPolicies.Permanent(true, _options.HomeAgentAddress, node.HomeAddress)));
            if (node.Keys is { } keys) Try(() => Withdraw(node, keys));
        }
        Kernel.Dispose();
    }

    private void Install(IBindingStore store)
    {
        for (var i = 0; i < _options.MobileNodes.Length; i++)
        {
            var node = _options.MobileNodes[i];
            Policies.Install(MobilityPolicies.Permanent(true, _options.HomeAgentAddress, node.HomeAddress));
            if (node.Keys is { } keys) Install(node, keys, store.Newest(node.HomeAddress)?.State?.Esp ?? default, $"MobileNodes:{i}");
        }
    }

    /// <summary>From where the journal knows that they got to: a number used twice is a nonce used twice (RFC 4106 2).</summary>
    private void Install(MobileNodeOptions node, SignallingKeys keys, EspState durable, string key)
    {
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
