using CsCheck;

namespace DsMip.Tunnel.Tests;

internal static class AnyOf
{
    public static Gen<T> Values<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
