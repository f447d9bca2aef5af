using DsMip.Configuration;
using DsMip.Ike;

namespace DsMip.MobileNode.Configuration;

/// <summary>The settings of IPsec: whose it is, and where keys come from.</summary>
internal static class IpsecReader
{
    private const string NeedsKernel = "needs Ipsec=Kernel";

    /// <exception cref="ConfigurationException">Something is missing, wrong, or does not go together.</exception>
    public static MobileNodeOptions Read(SettingsReader settings, MobileNodeOptions options)
    {
        var implementation = settings.Choice("Ipsec", IpsecImplementation.Bits);
        var protectPayload = settings.Flag("ProtectPayload", false);
        var legacy = settings.Flag("AllowLegacySuites", false);
        var ike = ReadIke(settings.Section("Ike"));
        if (implementation != IpsecImplementation.Kernel)
        {
            if (protectPayload) throw settings.Wrong("ProtectPayload", NeedsKernel);
            if (ike is not null) throw settings.Wrong("Ike", NeedsKernel);
        }
        // What has to leave sealed, or not at all, does not leave past the home agent.
        if (protectPayload && options.RouteOptimization) throw settings.Wrong("RouteOptimization", "and ProtectPayload exclude each other");
        // The kernel's policies want an SA for return routability, and only IKE makes one.
        if (implementation == IpsecImplementation.Kernel && options.RouteOptimization && ike is null) throw settings.Wrong("RouteOptimization", "with Ipsec=Kernel needs keys from Ike");
        // IKE agrees on the addresses that an SA is for before the home agent has assigned one.
        if (ike is not null && protectPayload && options.Ipv4HomeAddress is { IsUnspecified: true })
            throw settings.Wrong("Ipv4HomeAddress", "has to be an address where IKE protects payload: the keys are for addresses that both ends know");
        var insecure = ReadInsecure(settings, implementation, ike);
        var byHand = ike is null && !insecure;
        var instead = insecure ? "Insecure:AcceptUnprotectedSignalling" : byHand ? "home agent address discovery, with which they are in HomeAgents," : "Ike";
        options = HomeAgentReader.ReadList(settings, options, byHand ? section => ReadKeys(section, legacy) : null);
        var keys = byHand && !options.IsDiscovered ? ReadKeys(settings, legacy) : NoKeys(settings, instead);
        return options with { Ipsec = implementation, ProtectPayload = protectPayload, Ike = ike, Keys = keys, AcceptUnprotectedSignalling = insecure };
    }

    private static SignallingKeys ReadKeys(SettingsReader settings, bool legacy)
    {
        var (update, acknowledgement) = SignallingAssociation.ReadPair(settings, legacy);
        return new SignallingKeys(update, acknowledgement);
    }

    // Who has keys has no use for signalling without them.
    private static bool ReadInsecure(SettingsReader settings, IpsecImplementation implementation, IkeOptions? ike)
    {
        var section = settings.Section("Insecure");
        if (!section.Flag("AcceptUnprotectedSignalling", false)) return false;
        if (implementation == IpsecImplementation.Kernel) throw section.Wrong("AcceptUnprotectedSignalling", "and Ipsec=Kernel exclude each other");
        return ike is null ? true : throw section.Wrong("AcceptUnprotectedSignalling", "and Ike exclude each other");
    }

    private static SignallingKeys? NoKeys(SettingsReader settings, string instead)
    {
        foreach (var name in (ReadOnlySpan<string>)["BindingUpdate", "BindingAcknowledgement"])
            if (settings.Section(name).Text("Spi") is not null) throw settings.Wrong(name, $"and {instead} exclude each other");
        return null;
    }

    private static IkeOptions? ReadIke(SettingsReader ike)
    {
        var (socket, identity, peer, key) = (IkeSettings.ViciSocket(ike), ike.Text("Identity"), ike.Text("HomeAgentIdentity"), IkeSettings.PresharedKey(ike));
        var (certificate, privateKey, ca) = (PathOf(ike, "Certificate"), PathOf(ike, "PrivateKey"), PathOf(ike, "CaCertificate"));
        var (eap, eapIdentity, bootstrapping) = (IkeSettings.Secret(ike, "EapSecret"), ike.Text("EapIdentity"), ike.Flag("Bootstrapping", false));
        if ((socket ?? identity ?? peer ?? key ?? certificate ?? privateKey ?? ca ?? eap ?? eapIdentity) is null && !bootstrapping) return null;
        if (identity is null) throw ike.Wrong("Identity", "is required: our name, such as alice@example.org");
        if (peer is null) throw ike.Wrong("HomeAgentIdentity", "is required: the home agent's name, such as ha.example.org");
        if (identity == peer) throw ike.Wrong("HomeAgentIdentity", $"{peer} is our own");
        if (eap is null) CheckCredentials(ike, key, certificate, privateKey, ca);
        else if ((key ?? certificate ?? privateKey) is not null) throw ike.Wrong("EapSecret", "and PresharedKey, or a certificate of our own, exclude each other");
        else if (ca is null) throw ike.Wrong("CaCertificate", "is required with EapSecret: the home agent shows a certificate");
        if (eapIdentity is not null && eap is null) throw ike.Wrong("EapIdentity", "needs EapSecret");
        return new IkeOptions(socket ?? CharonSettings.DefaultViciSocket, identity, peer, key, certificate, privateKey, ca)
        {
            EapSecret = eap, EapIdentity = eapIdentity ?? identity, Bootstrapping = bootstrapping,
        };
    }

    private static void CheckCredentials(SettingsReader ike, string? key, string? certificate, string? privateKey, string? ca)
    {
        if (key is not null && (certificate ?? privateKey ?? ca) is not null) throw ike.Wrong("PresharedKey", "and a certificate exclude each other");
        if (key is not null) return;
        if ((certificate ?? privateKey ?? ca) is null) throw ike.Wrong("PresharedKey", "or EapSecret is required, or Certificate, PrivateKey and CaCertificate");
        if (certificate is null) throw ike.Wrong("Certificate", "is required with the other files");
        if (privateKey is null) throw ike.Wrong("PrivateKey", "is required with the other files");
        if (ca is null) throw ike.Wrong("CaCertificate", "is required with the other files");
    }

    private static string? PathOf(SettingsReader ike, string name)
    {
        if (ike.Text(name) is not { } path) return null;
        return File.Exists(path) ? Path.GetFullPath(path) : throw ike.Wrong(name, $"there is no file '{path}'");
    }
}
