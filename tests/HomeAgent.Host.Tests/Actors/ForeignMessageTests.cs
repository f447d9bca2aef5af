using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>What a stranger's message could name.</summary>
public sealed class ForeignMessageTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("test", ClusterConfiguration.Hocon().WithFallback("akka.loglevel = OFF\nakka.stdout-loglevel = OFF"));

    public void Dispose() => _system.Terminate().Wait();

    [Fact]
    public void No_type_is_made_because_a_message_names_it()
    {
        var json = Encoding.UTF8.GetBytes("""{"$type":"System.Text.StringBuilder, System.Private.CoreLib"}""");
        Assert.Throws<SerializationException>(() => _system.Serialization.Deserialize(json, 1, "System.Text.StringBuilder, System.Private.CoreLib"));
    }

    [Fact]
    public void What_has_no_serializer_does_not_leave()
    {
        var message = new StringBuilder();
        Assert.Throws<SerializationException>(() => _system.Serialization.FindSerializerFor(message).ToBinary(message));
        Assert.IsNotType<NewtonSoftJsonSerializer>(_system.Serialization.FindSerializerForType(typeof(object)));
    }
}
