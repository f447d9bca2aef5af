using Akka.Actor;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Makes one entity. An expression as <see cref="Props"/> would be compiled anew for each of them, which takes milliseconds: more than all the rest of a first
/// Binding Update, and a node that takes over a hundred thousand bindings would do nothing else.
/// </summary>
internal sealed class BindingCacheEntryProducer(HomeAgentNode node, Ipv6Address home, ILogger log) : IIndirectActorProducer
{
    public Type ActorType => typeof(BindingCacheEntryActor);

    public ActorBase Produce() => new BindingCacheEntryActor(node, home, log);

    public void Release(ActorBase actor)
    {
        // It keeps nothing beyond its end.
    }
}
