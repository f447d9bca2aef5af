using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// RFC 6275 9.5.1 and RFC 3963 6.2: the H and R flags of a binding never change. We are no correspondent node: without H there is nothing
/// to register here, and its authorization (nonces, Kbm) cannot succeed.
/// </summary>
internal static class RegistrationTypeCheck
{
    public static bool Passes(BindingRequest request, out BindingDecision answer)
    {
        answer = null!;
        if (!request.Has(BindingUpdateFlags.HomeRegistration)) answer = WithoutHomeRegistration(request);
        else if (ChangesMobileRouterFlag(request)) answer = Refuse(request, BindingStatus.RegistrationTypeChangeDisallowed);
        return answer is null;
    }

    private static BindingDecision WithoutHomeRegistration(BindingRequest request)
    {
        if (request.Binding is not null) return Refuse(request, BindingStatus.RegistrationTypeChangeDisallowed);
        return request.Has(BindingUpdateFlags.MobileRouter)
            ? Refuse(request, BindingStatus.MobileRouterOperationNotPermitted)
            : request.Discard(DropReason.NotHomeRegistration);
    }

    // A deregistration may come with any value of R (RFC 3963 6.2).
    private static bool ChangesMobileRouterFlag(BindingRequest request) =>
        request.Binding is { } binding
        && ((binding.Flags ^ request.Update.Flags) & BindingUpdateFlags.MobileRouter) != 0
        && !Deregistration.IsRequested(request, CareOfAddressSelection.Select(request));

    // These fail the tests of 9.5.1, so not even the sequence number is taken over.
    private static BindingDecision Refuse(BindingRequest request, BindingStatus status) =>
        new(request.Cached, Changed: false, Acknowledgement.Refusing(request, status));
}
