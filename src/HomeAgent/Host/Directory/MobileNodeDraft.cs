using System.Security.Cryptography;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.IPsec;

namespace DsMip.HomeAgent.Directory;

/// <summary>What somebody wants a mobile node to be, by the keys of an element of <c>MobileNodes</c>. What is not said of its SAs is made up.</summary>
internal sealed class MobileNodeDraft
{
    private const string UsualSuite = "aes-gcm-16-128";
    private static readonly string[] Associations = ["BindingUpdate", "BindingAcknowledgement"];
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _fresh = [];

    /// <summary>Keys or networks were given, which are sealed in the store: whether others have them shows only when all others are opened.</summary>
    public bool ConcernsAll { get; private set; }

    /// <summary>The keys of <c>BindingUpdate</c> or <c>BindingAcknowledgement</c> were made up here, and nobody else has them yet.</summary>
    public bool IsFresh(string association) => _fresh.Contains(association);

    /// <param name="value">Null: not said.</param>
    public void Set(string key, string? value)
    {
        if (value is not null) _values[key] = value;
    }

    public void SetAll(string key, IReadOnlyList<string>? values)
    {
        for (var i = 0; i < (values?.Count ?? 0); i++)
        {
            ConcernsAll = true;
            Set($"{key}:{i}", values![i]);
        }
    }

    /// <exception cref="ProvisioningException">It cannot be so.</exception>
    public SealedMobileNode Complete(HomeAgentOptions options)
    {
        foreach (var association in Associations) Complete(association);
        try
        {
            return MobileNodeFile.Read(new Dictionary<string, string?>(_values, StringComparer.OrdinalIgnoreCase), options);
        }
        catch (ConfigurationException e)
        {
            throw new ProvisioningException(ProvisioningFault.Impossible, e.Reason, e.Key);
        }
    }

    private void Complete(string association)
    {
        // The upper half: numbers that people choose are small.
        if (!_values.ContainsKey($"{association}:Spi")) Set($"{association}:Spi", $"0x{0x80000000 + (uint)RandomNumberGenerator.GetInt32(int.MaxValue):x8}");
        var (encryption, integrity) = ($"{association}:EncryptionKey", $"{association}:IntegrityKey");
        if (_values.ContainsKey(encryption) || _values.ContainsKey(integrity))
        {
            ConcernsAll = true;
        }
        // A suite that is not known is complained of by who reads it.
        else if (EspSuiteProfile.Find(_values.GetValueOrDefault($"{association}:Suite") ?? UsualSuite) is { } suite)
        {
            _fresh.Add(association);
            Set(encryption, Fresh(suite.EncryptionKeyLength));
            Set(integrity, Fresh(suite.IntegrityKeyLength));
        }
    }

    private static string? Fresh(int length) => length == 0 ? null : RandomNumberGenerator.GetHexString(2 * length, lowercase: true);
}
