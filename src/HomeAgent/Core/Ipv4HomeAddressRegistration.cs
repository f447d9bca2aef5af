using System.Collections.Immutable;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// The IPv4 Home Address options of an accepted Binding Update (RFC 5555 3.1.1, 3.2.1, 4.5). The result replaces whatever was bound: without
/// an option there is no IPv4 binding (4.4.2.1). A failure here never fails the IPv6 binding.
/// </summary>
internal static class Ipv4HomeAddressRegistration
{
    public readonly record struct Result(
        Ipv4HomeBinding? Binding, ImmutableArray<Ipv4Prefix> Prefixes, ImmutableArray<Ipv4AddressAcknowledgementOption> Answers);

    /// <summary>One answer for each option; a message may ask for an address and for prefixes (3.1.1).</summary>
    public static Result Process(BindingRequest request)
    {
        var answers = ImmutableArray.CreateBuilder<Ipv4AddressAcknowledgementOption>();
        var prefixes = ImmutableArray.CreateBuilder<Ipv4Prefix>();
        Ipv4HomeBinding? binding = null;
        foreach (var option in request.Update.Options.Items)
        {
            if (option is not Ipv4HomeAddressOption asked) continue;
            if (IsWithoutLength(asked))
            {
                answers.Add(Failure(asked, Ipv4AddressStatus.InvalidAddress));
            }
            else if (Ipv4PrefixRegistration.IsAsked(asked, request.Policy.Ipv4Prefixes, IsRefresh(request)))
            {
                answers.Add(Ipv4PrefixRegistration.Process(request.Policy, asked, prefixes));
            }
            else
            {
                var status = Examine(request, asked);
                if (status == Ipv4AddressStatus.Success) binding = request.Policy.Ipv4Assigned;
                answers.Add(status == Ipv4AddressStatus.Success ? Success(binding!) : Failure(asked, status));
            }
        }
        return new Result(binding, prefixes.ToImmutable(), answers.ToImmutable());
    }

    // P counts in new requests only (3.1.1).
    private static bool IsRefresh(BindingRequest request) => request.Binding?.Networks is { Ipv4.Count: > 0 };

    private static bool IsWithoutLength(Ipv4HomeAddressOption asked) => asked.PrefixLength is 0 or > 32;

    private static Ipv4AddressStatus Examine(BindingRequest request, Ipv4HomeAddressOption asked)
    {
        var assigned = request.Policy.Ipv4Assigned;
        // RFC 5846 7: this Binding Update has crossed the revocation of the address.
        if (request.Binding is { Revocation: { IsFinal: true, Ipv4Only: true } }) return Ipv4AddressStatus.AdministrativelyProhibited;
        if (asked.HomeAddress.IsUnspecified) return assigned is null ? DynamicFailure(request.Policy) : Ipv4AddressStatus.Success;
        if (!asked.HomeAddress.IsUnicastRoutable) return Ipv4AddressStatus.InvalidAddress;
        return asked.HomeAddress == assigned?.Address ? Ipv4AddressStatus.Success : Ipv4AddressStatus.IncorrectHomeAddress;
    }

    private static Ipv4AddressStatus DynamicFailure(HomePolicy policy) =>
        policy.Ipv4Dynamic is { } status && status != Ipv4AddressStatus.Success ? status : Ipv4AddressStatus.DynamicAssignmentUnavailable;

    // Pref-len is what is allocated, whatever was asked for; 0 and the address asked for in case of failure (3.2.1).
    private static Ipv4AddressAcknowledgementOption Success(Ipv4HomeBinding assigned) =>
        new(Ipv4AddressStatus.Success, assigned.PrefixLength, assigned.Address);

    internal static Ipv4AddressAcknowledgementOption Failure(Ipv4HomeAddressOption asked, Ipv4AddressStatus status) =>
        new(status, PrefixLength: 0, asked.HomeAddress);
}
