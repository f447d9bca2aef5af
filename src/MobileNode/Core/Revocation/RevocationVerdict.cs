using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Revocation;

/// <summary>How a Binding Revocation Indication for a binding that there is has to be answered (RFC 5846 6.2.1, 10).</summary>
internal static class RevocationVerdict
{
    /// <param name="ipv4Home">The IPv4 home address that is bound; null: none.</param>
    public static RevocationStatus Of(BindingRevocationIndication indication, Ipv4Address? ipv4Home)
    {
        if (indication.Has(BindingRevocationFlags.ProxyBinding)) return RevocationStatus.ProxyBindingRevocationNotSupported;
        // Many bindings at once are a matter between home agents and access gateways.
        if (indication.Has(BindingRevocationFlags.Global)) return RevocationStatus.RevocationFunctionNotSupported;
        if (!Enum.IsDefined(indication.Trigger)) return RevocationStatus.RevocationTriggerNotSupported;
        if (indication.Trigger >= RevocationTrigger.PerPeerPolicy) return RevocationStatus.RevocationFunctionNotSupported;
        return indication.Has(BindingRevocationFlags.Ipv4HomeAddressBindingOnly) ? OfIpv4(indication, ipv4Home) : RevocationStatus.Success;
    }

    /// <summary>
    /// The mobile node does not ask for a binding by itself any more. Other reasons are the network's: nothing speaks against binding again.
    /// </summary>
    public static bool IsFinal(RevocationTrigger trigger) => trigger is RevocationTrigger.AdministrativeReason or RevocationTrigger.UserInitiatedSessionTermination;

    private static RevocationStatus OfIpv4(BindingRevocationIndication indication, Ipv4Address? ipv4Home)
    {
        if (indication.Options.Find<Ipv4HomeAddressOption>() is not { } option) return RevocationStatus.Ipv4HomeAddressOptionRequired;
        return option.HomeAddress == ipv4Home ? RevocationStatus.Success : RevocationStatus.BindingDoesNotExist;
    }
}
