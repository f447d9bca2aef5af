using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>The tests of RFC 6275 9.5.1 and 9.5.4 whose failure is answered with silence.</summary>
internal static class BindingUpdateValidation
{
    private const byte NonceIndices = 4;

    public static DropReason Fault(BindingRequest request)
    {
        if (!request.HomeAddress.IsUnicastRoutable) return DropReason.BadHomeAddressOption;
        if (!request.Ingress.Remote.IsUnicastRoutable || request.Ingress.Remote == request.Ingress.Local) return DropReason.BadSourceAddress;
        return request.Has(BindingUpdateFlags.HomeRegistration) && CarriesNonceIndices(request) ? DropReason.BadMobilityOption : DropReason.None;
    }

    private static bool CarriesNonceIndices(BindingRequest request)
    {
        foreach (var option in request.Update.Options.Items)
            if (option.Type == NonceIndices) return true;
        return false;
    }
}
