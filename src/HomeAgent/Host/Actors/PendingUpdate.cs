using System.Diagnostics;
using Akka.Actor;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>An authenticated Binding Update on its way to a decision.</summary>
/// <param name="Ingress">Re-associated by the tag that came out of IPsec with it.</param>
/// <param name="Edge">Where the answer goes.</param>
/// <param name="Numbers">Of the edge's kernel, if they have to be remembered.</param>
/// <param name="Since">When the edge received it, by the clock of this process.</param>
/// <param name="Trace">What the answer goes on with.</param>
internal sealed record PendingUpdate(BindingUpdate Update, Ingress Ingress, IActorRef Edge, DateTimeOffset Received, KernelNumbers? Numbers,
    DateTimeOffset Since, ActivityContext Trace = default);
