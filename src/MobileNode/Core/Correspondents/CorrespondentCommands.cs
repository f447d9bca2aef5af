using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>What correspondent registrations want done, in order.</summary>
public abstract record CorrespondentCommand(Ipv6Address Correspondent);

/// <summary>From the home address: by the tunnel, or at home by the home link.</summary>
/// <param name="Message">Home Test Init, or a Binding Update that removes a binding.</param>
public sealed record SendFromHomeAddress(Ipv6Address Correspondent, IMobilityMessage Message) : CorrespondentCommand(Correspondent);

/// <summary>From the care-of address; a Binding Update has a Home Address option, a Care-of Test Init has none.</summary>
public sealed record SendFromCareOfAddress(Ipv6Address Correspondent, IMobilityMessage Message, CareOfPlace Place) : CorrespondentCommand(Correspondent);

/// <summary>Packets of this correspondent may come by a type 2 routing header from now on: it has been told the care-of address.</summary>
/// <param name="CareOf">Packets to it leave from here directly, behind a Home Address option; null: by the tunnel.</param>
public sealed record SetRoute(Ipv6Address Correspondent, Ipv6Address? CareOf) : CorrespondentCommand(Correspondent);

/// <summary>Packets from and to this correspondent take the tunnel.</summary>
public sealed record ClearRoute(Ipv6Address Correspondent) : CorrespondentCommand(Correspondent);
