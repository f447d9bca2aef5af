using System.Buffers.Binary;

namespace DsMip.Lab.Probes;

/// <summary>An endless xorshift64* byte stream: both ends' traffic, different at every place, so that no lost or repeated piece goes unseen.</summary>
internal sealed class PseudoRandomStream(ulong seed)
{
    private ulong _state = seed;

    public void Fill(Span<byte> whole)
    {
        for (var i = 0; i < whole.Length; i += 8)
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            BinaryPrimitives.WriteUInt64LittleEndian(whole[i..], _state * 2685821657736338717UL);
        }
    }
}
