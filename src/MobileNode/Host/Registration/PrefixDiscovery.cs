using DsMip.MobileNode.Control;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Prefixes;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Registration;

/// <summary>Prefix discovery at work, on the protocol loop.</summary>
/// <param name="isEnabled">Our own IPsec is there to protect it.</param>
internal sealed class PrefixDiscovery(Ipv6Address homeAddress, bool isEnabled, HomeRegistration registration, CommandExecutor executor)
{
    private readonly MobilePrefixDiscovery _discovery = new(homeAddress);

    public DateTimeOffset WakeAt => _discovery.WakeAt;

    public IReadOnlyList<HomePrefixReport> Report(DateTimeOffset now) => [.. _discovery.Prefixes.Select(prefix => HomePrefixReport.Of(prefix, now))];

    public void Acknowledged(BindingAcknowledgement acknowledgement, DateTimeOffset now)
    {
        if (isEnabled && acknowledgement.Status == BindingStatus.AcceptedPrefixDiscoveryNecessary && IsRegistered) Send(_discovery.Wanted(Identifier, now));
    }

    public void Advertised(MobilePrefixAdvertisement advertisement, DateTimeOffset now)
    {
        if (!isEnabled || !IsRegistered) return;
        Send(_discovery.Received(advertisement, Identifier, now));
        registration.HomeAddressValidUntil = _discovery.HomeAddressValidUntil;
    }

    public void TimerDue(DateTimeOffset now) => Send(_discovery.TimerDue(IsRegistered, Identifier, now));

    /// <summary>RFC 6275 11.4.2: random.</summary>
    internal static ushort Identifier => (ushort)Random.Shared.Next(ushort.MaxValue + 1);

    private bool IsRegistered => registration.State == RegistrationState.Registered;

    private void Send(MobilePrefixSolicitation? solicitation)
    {
        if (solicitation is not null) executor.Solicit(solicitation, registration.Status.Sequence);
    }
}
