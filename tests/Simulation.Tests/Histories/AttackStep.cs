using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Histories;

internal enum AttackKind { Replay, ReplayAnswer, ReplayFromElsewhere, Alter, AlterInFlight, Noise, Clear, Impersonate, Babble, ForgePayload }

/// <summary>Something that must have no effect.</summary>
internal sealed record Attack(int Whom, AttackKind Kind) : Step
{
    public override void Happen(SimulatedWorld world)
    {
        var attacker = world.Inhabitants[Whom].Attacker;
        switch (Kind)
        {
            case AttackKind.Replay: attacker.Replay(); break;
            case AttackKind.ReplayAnswer: attacker.ReplayAnswer(); break;
            case AttackKind.ReplayFromElsewhere: attacker.ReplayFromElsewhere(); break;
            case AttackKind.Alter: attacker.Alter(); break;
            case AttackKind.AlterInFlight: attacker.AlterInFlight(); break;
            case AttackKind.Noise: attacker.Noise(); break;
            case AttackKind.Clear: attacker.Clear(); break;
            case AttackKind.Impersonate: attacker.Impersonate(); break;
            case AttackKind.Babble: attacker.Babble(); break;
            default: attacker.ForgePayload(world.Networks["nat-a"].Ipv4Outside(new Subscriber(Whom))!.Value); break;
        }
    }
}
