using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>The tests of RFC 6275 9.5.1 and 9.5.4 whose failure is answered with silence.</summary>
internal static class BindingUpdateValidation
{
    public static DropReason Fault(BindingRequest request)
    {
        if (!request.HomeAddress.IsUnicastRoutable) return DropReason.BadHomeAddressOption;
        if (!request.Ingress.Remote.IsUnicastRoutable || request.Ingress.Remote == request.Ingress.Local) return DropReason.BadSourceAddress;
        return request.Has(BindingUpdateFlags.HomeRegistration) && request.Update.Options.Find<NonceIndicesOption>() is not null
            ? DropReason.BadMobilityOption
            : DropReason.None;
    }
}
