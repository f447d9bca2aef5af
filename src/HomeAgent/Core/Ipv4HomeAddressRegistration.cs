using System.Collections.Immutable;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// The IPv4 Home Address options of an accepted Binding Update (RFC 5555 3.1.1, 3.2.1, 4.5). The result replaces whatever was bound: without
/// an option there is no IPv4 binding (4.4.2.1). A failure here never fails the IPv6 binding.
/// </summary>
internal static class Ipv4HomeAddressRegistration
{
    public readonly record struct Result(Ipv4HomeBinding? Binding, ImmutableArray<Ipv4AddressAcknowledgementOption> Answers);

    /// <summary>One answer for each option; a message may ask for an address and for a prefix (3.1.1).</summary>
    public static Result Process(BindingRequest request)
    {
        var answers = ImmutableArray.CreateBuilder<Ipv4AddressAcknowledgementOption>();
        Ipv4HomeBinding? binding = null;
        foreach (var option in request.Update.Options.Items)
        {
            if (option is not Ipv4HomeAddressOption asked) continue;
            var status = Examine(request, asked);
            if (status == Ipv4AddressStatus.Success) binding = request.Policy.Ipv4Assigned;
            answers.Add(Answer(asked, status, request.Policy.Ipv4Assigned));
        }
        return new Result(binding, answers.ToImmutable());
    }

    private static Ipv4AddressStatus Examine(BindingRequest request, Ipv4HomeAddressOption asked)
    {
        var assigned = request.Policy.Ipv4Assigned;
        if (asked.PrefixLength is 0 or > 32) return Ipv4AddressStatus.InvalidAddress;
        if (IsNewPrefixRequest(request, asked) && assigned is not { PrefixLength: < 32 }) return Ipv4AddressStatus.PrefixAssignmentUnauthorized;
        if (asked.HomeAddress.IsUnspecified) return assigned is null ? DynamicFailure(request.Policy) : Ipv4AddressStatus.Success;
        if (!asked.HomeAddress.IsUnicastRoutable) return Ipv4AddressStatus.InvalidAddress;
        return asked.HomeAddress == assigned?.Address ? Ipv4AddressStatus.Success : Ipv4AddressStatus.IncorrectHomeAddress;
    }

    // P counts in new requests only (3.1.1).
    private static bool IsNewPrefixRequest(BindingRequest request, Ipv4HomeAddressOption asked) =>
        asked.PrefixRequested && request.Binding?.Ipv4Home is null;

    private static Ipv4AddressStatus DynamicFailure(HomePolicy policy) =>
        policy.Ipv4Dynamic is { } status && status != Ipv4AddressStatus.Success ? status : Ipv4AddressStatus.DynamicAssignmentUnavailable;

    // Pref-len is what is allocated, whatever was asked for; 0 and the address asked for in case of failure (3.2.1).
    private static Ipv4AddressAcknowledgementOption Answer(Ipv4HomeAddressOption asked, Ipv4AddressStatus status, Ipv4HomeBinding? assigned) =>
        status == Ipv4AddressStatus.Success
            ? new Ipv4AddressAcknowledgementOption(status, assigned!.PrefixLength, assigned.Address)
            : new Ipv4AddressAcknowledgementOption(status, PrefixLength: 0, asked.HomeAddress);
}
