import random, pathlib, pytest, traceback
from sqlalchemy import select
from storage.db import table_of
from storage.tables import Poison
from casework.model import Role, Desk
from tests.support.rig import rig, VILLAGE, DISTRICT
import bot.turn as bt
TEXTS=["P","halo","makasih","BPJS bapak mati mau berobat","kebakaran tolong","dulu pernah kebakaran","kesambi","RT 4","08123456789","Lewati","Batal","Kembali","1","2","ya","/lapor","/start","/status","/kasus","/antrian","/buku","/tugas","/cari kesambi","/cari 08123456789","/cari 26-00001-R","/undang","/data_saya","/hapus_saya","/bahasa","/ambil","/selesai","/tanya","/balas","/tugaskan","/catatan","/bantuan"]
RAW=["s:pick:","s:queue:"+"9"*40+".1.1.1","s:mine:"+"9"*30,"s:found:","s:tasks:x","c:open:999999999","c:claim:260000001","c:ask:260000001","cf:260000001:no","cf:260000001:zzz","as:260000001:99999999999999999999999","m:kasus 26-00001-R","m:start u_x","c:files:260000001","c:history:260000001","c:reveal:260000001","c:agreed:260000001","c:assign:260000001"]
@pytest.mark.parametrize("seed", range(6))
async def test_x(seed, sqlite_url, tmp_path, monkeypatch):
    r=random.Random(seed); errs=[]
    orig=bt.Turns._aside
    async def aside(self, raw, error):
        errs.append((raw, "".join(traceback.format_exception(error)[-4:])))
        return await orig(self, raw, error)
    monkeypatch.setattr(bt.Turns,"_aside",aside)
    async with rig(sqlite_url, tmp_path) as made:
        phones=[made.phone(1), made.phone(2)]
        for i,(role,scope,*d) in enumerate([(Role.VOLUNTEER,VILLAGE),(Role.FRONT_OFFICE,VILLAGE),(Role.BACK_OFFICE,VILLAGE,Desk.HEALTH),(Role.COORDINATOR,VILLAGE),(Role.DISTRICT_MANAGER,DISTRICT)]):
            phones.append(await made.employ(10+i,role,scope,*d))
        for step in range(250):
            p=r.choice(phones); k=r.random()
            try:
                if k<.55:
                    bs=[(b,m) for m in p.messages[-6:] for row in m.buttons for b in row if b.data]
                    if bs:
                        b,m=r.choice(bs[-14:]); p.tap_data(b.data,m.message_id); await made.settle()
                elif k<.85: await made.write(p, r.choice(TEXTS))
                elif k<.93:
                    if p.messages: p.tap_data(r.choice(RAW), p.messages[-1].message_id); await made.settle()
                else: await made.pass_time(hours=r.choice([1,8,30,200]))
            except LookupError: pass
            if errs: break
    assert not errs, (errs[0][0].get("message",{}).get("text"), errs[0][0].get("callback_query",{}).get("data"), errs[0][1])
