using DsMip.Configuration;
using DsMip.MobileNode.Core.Names;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Configuration;

/// <summary>The section <c>NameUpdate</c>.</summary>
internal static class NameReader
{
    /// <summary>Null: no name is wanted.</summary>
    /// <exception cref="ConfigurationException">It is no name, or not ours.</exception>
    public static NameSettings? Read(SettingsReader section, IkeOptions? ike)
    {
        var removeAtEnd = section.Flag("RemoveAtEnd", false);
        if (section.Text("Name") is not { } text) return removeAtEnd ? throw section.Wrong("RemoveAtEnd", "needs NameUpdate:Name") : null;
        if (!DnsName.TryRead(text, out var name)) throw section.Wrong("Name", $"'{text}' is not a fully qualified name such as mn.example.org");
        // RFC 5026 9.5: the home agent knows no other one to be ours.
        if (ike is not null && !string.Equals(ike.Identity, name, StringComparison.OrdinalIgnoreCase))
            throw section.Wrong("Name", $"{name} has to be Ike:Identity, which is {ike.Identity}");
        return new NameSettings(name, removeAtEnd);
    }
}
