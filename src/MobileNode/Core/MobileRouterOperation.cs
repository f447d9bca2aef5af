using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>
/// Being a mobile router: what Binding Updates ask for and what comes of it (RFC 3963 5.2 to 5.4, RFC 5555 3.1.1). With the one home agent that there is, a
/// refusal ends it: from then on the node is a mobile host, so that it stays within reach itself.
/// </summary>
/// <param name="settings">Null: it never was one.</param>
public sealed class MobileRouterOperation(MobileRouterSettings? settings)
{
    private bool _isRefused;

    /// <summary>Binding Updates have flag R.</summary>
    public bool IsAsked => settings is not null && !_isRefused;

    /// <summary>The prefixes whose packets the home agent sends us, and takes from us; null: none.</summary>
    public MobileNetworks? Forwarded { get; private set; }

    /// <summary>In explicit mode all prefixes are in every registration, or the home agent would stop to forward them (5.2).</summary>
    public BindingUpdate Ask(BindingUpdate registration)
    {
        if (!IsAsked) return registration;
        var options = registration.Options;
        if (settings!.Mode == MobileRouterMode.Explicit)
        {
            foreach (var prefix in settings.Networks.Ipv6) options = options.With(new MobileNetworkPrefixOption((byte)prefix.Length, prefix.Address));
            foreach (var prefix in settings.Networks.Ipv4) options = options.With(new Ipv4HomeAddressOption((byte)prefix.Length, false, prefix.Address));
        }
        return Flag(registration with { Options = options });
    }

    /// <summary>A deregistration names no prefixes (5.8).</summary>
    public BindingUpdate Flag(BindingUpdate update) => IsAsked ? update with { Flags = update.Flags | BindingUpdateFlags.MobileRouter } : update;

    /// <summary>It answers for a prefix and not for the IPv4 home address.</summary>
    public bool IsAboutNetwork(Ipv4AddressAcknowledgementOption answer) => settings?.Networks.Contains(answer.HomeAddress) == true;

    /// <summary>The home agent has accepted a Binding Update with flag R.</summary>
    /// <param name="ipv4">All of its answers to IPv4 Home Address options.</param>
    /// <returns>False: it serves no mobile routers, and does not know flag R (5.3).</returns>
    public bool Accepted(BindingAcknowledgement acknowledgement, IEnumerable<Ipv4AddressAcknowledgementOption> ipv4, List<Command> commands)
    {
        if ((acknowledgement.Flags & BindingAcknowledgementFlags.MobileRouter) == 0) return false;
        var granted = ipv4.Where(answer => answer.Status == Ipv4AddressStatus.Success).ToList();
        Forward(MobileNetworks.Of(settings!.Networks.Ipv6, settings.Networks.Ipv4.Where(prefix => IsForwarded(prefix, granted))), commands);
        return true;
    }

    /// <summary>No Binding Update has flag R any more (5.4).</summary>
    /// <param name="status">Null: an acknowledgement without flag R.</param>
    public void Refuse(BindingStatus? status, List<Command> commands)
    {
        _isRefused = true;
        Forward(null, commands);
        commands.Add(new MobileRouterRefused(status, IsExpected(status)));
    }

    public static bool IsRefusal(BindingStatus status) => status is
        BindingStatus.MobileRouterOperationNotPermitted or BindingStatus.InvalidPrefix or BindingStatus.NotAuthorizedForPrefix or BindingStatus.ForwardingSetupFailed;

    // In implicit mode nobody is told.
    private bool IsForwarded(Ipv4Prefix prefix, List<Ipv4AddressAcknowledgementOption> granted) =>
        settings!.Mode == MobileRouterMode.Implicit || granted.Any(answer => answer.PrefixLength == prefix.Length && prefix.Contains(answer.HomeAddress));

    // 5.4.1, 5.4.2: others have no place in this mode.
    private bool IsExpected(BindingStatus? status) => status switch
    {
        BindingStatus.InvalidPrefix or BindingStatus.NotAuthorizedForPrefix => settings!.Mode == MobileRouterMode.Explicit,
        BindingStatus.ForwardingSetupFailed => settings!.Mode == MobileRouterMode.Implicit,
        _ => true,
    };

    private void Forward(MobileNetworks? networks, List<Command> commands)
    {
        if (networks != Forwarded) commands.Add(new MobileNetworksForwarded(networks));
        Forwarded = networks;
    }
}
