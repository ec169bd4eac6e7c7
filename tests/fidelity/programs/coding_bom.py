print('bom', ascii('€'))
