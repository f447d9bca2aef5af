using DsMip.Configuration;
using DsMip.Ike;

namespace DsMip.HomeAgent.Options;

/// <summary>The <c>Ike</c> sections, the home agent's and those of mobile nodes.</summary>
internal static class IkeReader
{
    /// <summary>Null: nothing of the section is given.</summary>
    public static IkeOptions? Read(SettingsReader ike)
    {
        var socket = IkeSettings.ViciSocket(ike);
        var identity = ike.Text("Identity");
        var (certificate, key, ca) = (File(ike, "Certificate"), File(ike, "PrivateKey"), File(ike, "CaCertificate"));
        var (eap, bootstrapping) = (ike.Text("EapMethod"), BootstrappingReader.Read(ike.Section("Bootstrapping")));
        if ((socket ?? identity ?? certificate ?? key ?? ca ?? eap) is null && bootstrapping is null) return null;
        if (certificate is null != key is null)
            throw ike.Wrong(certificate is null ? "Certificate" : "PrivateKey", "is required: Certificate and PrivateKey go together");
        return new IkeOptions(
            socket ?? CharonSettings.DefaultViciSocket, identity ?? throw ike.Wrong("Identity", "is required: the home agent's name, such as ha.example.org"),
            certificate, key, ca, CheckedMethod(ike, eap ?? IkeOptions.UsualEapMethod), bootstrapping);
    }

    /// <inheritdoc cref="Read"/>
    public static IkePeerOptions? ReadPeer(SettingsReader ike)
    {
        var identity = ike.Text("Identity");
        var (key, eap) = (IkeSettings.PresharedKey(ike), IkeSettings.Secret(ike, "EapSecret"));
        if ((identity ?? key ?? eap) is null) return null;
        if (key is not null && eap is not null) throw ike.Wrong("EapSecret", "and PresharedKey exclude each other");
        return new IkePeerOptions(identity ?? throw ike.Wrong("Identity", "is required: the mobile node's name, such as alice@example.org"), key, eap);
    }

    private static string CheckedMethod(SettingsReader ike, string method) => method.All(char.IsAsciiLetterOrDigit)
        ? method
        : throw ike.Wrong("EapMethod", $"'{method}' is not a method as charon names it without eap-, such as mschapv2");

    private static string? File(SettingsReader ike, string name)
    {
        if (ike.Text(name) is not { } path) return null;
        return System.IO.File.Exists(path) ? System.IO.Path.GetFullPath(path) : throw ike.Wrong(name, $"there is no file '{path}'");
    }
}
