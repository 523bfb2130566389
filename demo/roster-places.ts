/** Where an agency's people live, once worked and bank. Streets are real; the rest is made up. */
export interface Places {
  streets: readonly string[];
  communities: readonly string[];
  banks: readonly Bank[];
}

/** A paying bank's branch with its CNAPS code (联行号), twelve digits. */
export interface Bank {
  name: string;
  code: string;
}

/** Changji city. */
export const CHANGJI: Places = {
  streets: ['宁边路街道', '延安北路街道', '中山路街道', '绿洲路街道', '北京南路街道', '建国路街道'],
  communities: ['丰乐社区', '柳树巷社区', '康宁社区', '棉纺家园社区', '滨湖社区', '红星社区', '世纪社区'],
  banks: [
    { name: '昌吉农村商业银行营业部', code: '402885099017' },
    { name: '中国农业银行昌吉分行营业部', code: '103885099022' },
    { name: '中国工商银行昌吉州分行营业室', code: '102885099035' },
    { name: '中国邮政储蓄银行昌吉市支行', code: '403885099041' },
  ],
};

/** Korla city. */
export const BAYINGOL: Places = {
  streets: ['萨依巴格街道', '天山街道', '新城街道', '团结街道', '建设街道', '朝阳街道'],
  communities: ['孔雀社区', '梨香社区', '友好社区', '塔指社区', '龙山社区'],
  banks: [
    { name: '库尔勒农村商业银行营业部', code: '402888099013' },
    { name: '中国建设银行巴州分行营业部', code: '105888099026' },
    { name: '中国农业银行巴州分行营业部', code: '103888099039' },
  ],
};

/** Former employers (原单位) by kind of project; all names are made up. */
export const EMPLOYERS = {
  prefecture: [
    '州农机修造厂',
    '州第二棉纺织厂',
    '州毛纺织厂',
    '州汽车运输公司',
    '州水泥厂',
    '州建筑工程公司',
  ],
  bankrupt: [
    '州制革厂（破产）',
    '州糖厂（破产）',
    '州面粉厂（破产）',
    '州轻工机械厂（破产）',
    '州印刷厂（破产）',
  ],
  schools: ['矿务局职业中学', '棉纺厂子弟幼儿园', '化肥厂技工学校', '水泥厂幼儿园'],
  region: ['自治区地质机械厂', '自治区第三建筑公司', '自治区农垦物资站', '自治区煤炭机械厂'],
  resigned: ['原州直机关', '原州直事业单位', '原县直机关'],
  agents: ['天山街道便民服务中心', '新城街道便民服务中心', '团结街道便民服务中心'],
} as const;
