using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DsMip.IPsec;

/// <summary>A manually keyed SA as it stands in a configuration file.</summary>
public sealed record ManualSecurityAssociation
{
    /// <summary>256 to 4294967295; smaller numbers are reserved (RFC 4303 2.1).</summary>
    public uint Spi { get; init; }

    /// <summary>A name of <see cref="EspSuiteProfile.All"/>.</summary>
    public string Suite { get; init; } = "";

    /// <summary>Hex. For AES-GCM the key with the 4 bytes of salt after it; absent for NULL encryption.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>Hex; absent for AES-GCM.</summary>
    public string? IntegrityKey { get; init; }

    public bool ExtendedSequenceNumbers { get; init; } = true;

    /// <summary>Checks every field; <paramref name="error"/> is one line that starts with the name of the wrong one and shows no key.</summary>
    public bool TryConvert(
        bool allowLegacySuites,
        [NotNullWhen(true)] out SecurityAssociationParameters? parameters,
        [NotNullWhen(false)] out string? error)
    {
        parameters = null;
        var profile = EspSuiteProfile.Find(Suite);
        byte[] encryption = [], integrity = [];
        error = SpiError() ?? SuiteError(profile, allowLegacySuites)
            ?? KeyError(nameof(EncryptionKey), EncryptionKey, profile!.Name, profile.EncryptionKeyLength, out encryption)
            ?? KeyError(nameof(IntegrityKey), IntegrityKey, profile.Name, profile.IntegrityKeyLength, out integrity);
        if (error is not null) return false;
        parameters = new SecurityAssociationParameters(new Spi(Spi), profile!.Suite, encryption, integrity, ExtendedSequenceNumbers);
        return true;
    }

    // Records print their members; keys must not reach a log that way.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"Spi = {new Spi(Spi)}, Suite = {Suite}, ExtendedSequenceNumbers = {ExtendedSequenceNumbers}");
        return true;
    }

    private string? SpiError() =>
        new Spi(Spi).IsReserved ? $"{nameof(Spi)}: {Spi} is reserved, use 256 or more" : null;

    private string? SuiteError(EspSuiteProfile? profile, bool allowLegacySuites)
    {
        if (profile is null)
            return $"{nameof(Suite)}: '{Suite}' is unknown, use one of {string.Join(", ", EspSuiteProfile.All.Select(p => p.Name))}";
        return profile.IsLegacy && !allowLegacySuites ? $"{nameof(Suite)}: '{Suite}' is a legacy suite and legacy suites are not allowed" : null;
    }

    private static string? KeyError(string name, string? hex, string suite, int length, out byte[] key)
    {
        key = [];
        if (length == 0) return string.IsNullOrEmpty(hex) ? null : $"{name}: {suite} takes none";
        if (string.IsNullOrEmpty(hex)) return $"{name}: missing, {suite} needs {length} bytes ({length * 2} hex digits)";
        if (hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit)) return $"{name}: not an even number of hex digits";
        if (hex.Length != length * 2) return $"{name}: {hex.Length / 2} bytes, {suite} needs {length} ({length * 2} hex digits)";
        key = Convert.FromHexString(hex);
        return null;
    }
}
