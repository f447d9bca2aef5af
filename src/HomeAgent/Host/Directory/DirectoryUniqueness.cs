using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>What no two mobile nodes may share: addresses, the SPI that names them, and keys that count.</summary>
internal sealed class DirectoryUniqueness
{
    private readonly Dictionary<Ipv6Address, string> _homes = [];
    private readonly Dictionary<Ipv4Address, string> _ipv4 = [];
    private readonly Dictionary<uint, string> _spis = [];
    private readonly HashSet<ulong> _counterModeKeys = [];
    private readonly DisjointPrefixes _networks = new();

    /// <summary>What is there already and stays.</summary>
    public void Add(MobileNodeOptions configured)
    {
        var owner = $"{configured.HomeAddress} of MobileNodes";
        _homes[configured.HomeAddress] = owner;
        if (configured.Ipv4HomeAddress is { } ipv4) _ipv4[ipv4] = owner;
        foreach (var prefix in configured.Networks?.Ipv6 ?? []) _networks.Add(prefix, $"{prefix} of {owner}");
        foreach (var prefix in configured.Networks?.Ipv4 ?? []) _networks.Add(prefix, $"{prefix} of {owner}");
        if (configured.Keys is not { } keys) return;
        _spis[keys.BindingUpdate.Spi.Value] = owner;
        foreach (var sa in (ReadOnlySpan<SignallingAssociation>)[keys.BindingUpdate, keys.BindingAcknowledgement])
            if (EspSuiteProfile.Of(sa.Parameters.Suite).IsCounterMode) _counterModeKeys.Add(sa.Fingerprint);
    }

    /// <inheritdoc cref="Add(MobileNodeOptions)"/>
    public void Add(SealedMobileNode stored) => Add("", stored, $"{stored.HomeAddress} of the store");

    /// <param name="where">In front of what is wrong.</param>
    /// <exception cref="ConfigurationException">It shares something with another one.</exception>
    public void Add(string where, SealedMobileNode node) => Add(where, node, $"{node.HomeAddress} at {where}");

    private void Add(string where, SealedMobileNode node, string owner)
    {
        Take(_homes, node.HomeAddress, "HomeAddress");
        if (node.Ipv4HomeAddress is { } ipv4) Take(_ipv4, ipv4, "Ipv4HomeAddress");
        Take(_spis, node.Update.Spi, "BindingUpdate:Spi");
        TakeKey(node.Update, "BindingUpdate");
        TakeKey(node.Acknowledgement, "BindingAcknowledgement");
        foreach (var prefix in node.Networks?.Ipv6 ?? []) Refuse("MobileNetworkPrefixes", $"{prefix}", _networks.Add(prefix, $"{prefix} of {owner}"));
        foreach (var prefix in node.Networks?.Ipv4 ?? []) Refuse("Ipv4MobileNetworkPrefixes", $"{prefix}", _networks.Add(prefix, $"{prefix} of {owner}"));

        void Refuse(string name, string prefix, string? other)
        {
            if (other is not null) throw new ConfigurationException(where, $"{name}: {prefix} overlaps {other}");
        }

        void Take<T>(Dictionary<T, string> taken, T value, string name) where T : notnull
        {
            if (!taken.TryAdd(value, owner)) throw new ConfigurationException(where, $"{name}: {value} belongs to {taken[value]} too");
        }

        // Every SA counts from 1: under one key two of them would use every nonce twice (RFC 4106 2).
        void TakeKey(ManualSecurityAssociation sa, string name)
        {
            if (EspSuiteProfile.Find(sa.Suite) is { IsCounterMode: true } && !_counterModeKeys.Add(SignallingAssociation.FingerprintOf(sa)))
                throw new ConfigurationException(where, $"{name}:EncryptionKey: is the key of another SA too; each SA needs its own");
        }
    }
}
